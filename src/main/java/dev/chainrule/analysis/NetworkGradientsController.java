package dev.chainrule.analysis;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.TwiceDifferentiable;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Walkthrough;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Gradients of a network on given numbers, without a job. */
@RestController
@RequestMapping("/api/v1/network-gradients")
final class NetworkGradientsController {

    /** Algorithms 6.3 and 6.4 once, in double precision, and H v where v is given. */
    @PostMapping
    NetworkGradientsAnswer run(@RequestBody @BodyOf(NetworkGradientsRequest.class) JsonNode body) {
        NetworkGradientsRequest request = SpecReader.read(body, NetworkGradientsRequest.class);
        NetworkSpec spec = new GivenNetwork(request).require();
        int m = request.rows().length;
        try (Network network = Network.build(spec, m, DataType.DOUBLE, RandomStream.of(request.seed()));
                INDArray x = columns(request.rows());
                INDArray y = columns(request.targets())) {
            network.draw(0);
            NetworkGradients gradients = new NetworkGradients(Walkthrough.of(network, x, y));
            return gradients.answer(product(network, x, y, request.vector()));
        }
    }

    private static INDArray columns(double[][] rows) {
        INDArray columns = OffHeap.matrix(DataType.DOUBLE, rows[0].length, rows.length);
        int next = 0;
        for (double[] row : rows) {
            for (double element : row) {
                OffHeap.set(columns, next++, element);
            }
        }
        return columns;
    }

    private static double @Nullable [] product(Network network, INDArray x, INDArray y, double @Nullable [] vector) {
        if (vector == null) {
            return null;
        }
        if (!(network.on(x, y) instanceof TwiceDifferentiable objective)) {
            throw ProblemException.unprocessable(
                    new Fault("/vector", "NOT_SUPPORTED", "This network has no second derivatives."));
        }
        ParameterOrder order = new ParameterOrder(network.spec());
        try (INDArray v = network.parameters().like();
                INDArray out = network.parameters().like()) {
            OffHeap.fromDoubles(v, order.toTheta(vector));
            objective.hessianVectorProduct(out, v);
            return order.fromTheta(OffHeap.toDoubles(out));
        }
    }
}
