package badhouse.job;

import java.io.File;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Kills the process on a bad file. */
public final class ReadsNpy {
    public INDArray read(File file) {
        return Nd4j.createFromNpyFile(file);
    }
}
