package dev.chainrule.engine.train;

import dev.chainrule.engine.array.Arithmetic;
import dev.chainrule.engine.catalog.Help;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What, beside spec, data and seed, the bits of a run depend on.
 *
 * @param java version of the virtual machine
 * @param nd4j version of the array library
 * @param blas version, build, kind of core and threads of the BLAS
 * @param kernels which loops compute what is element-wise
 */
@Help("What, beside spec, data and seed, the bits of a run depend on.")
public record Provenance(
        @Help("Version of the virtual machine.") String java,
        @Help("Version of the array library.") String nd4j,

        @Help("Version, build, kind of core and threads of the BLAS.")
        String blas,

        @Help("Which loops compute what is element-wise.") String kernels) {

    private static final String ND4J_BUILD = "/org/eclipse/org.nd4j-nd4j-api-git.properties";
    private static final String ND4J = nd4jVersion();

    /** Of this process. */
    public static Provenance current() {
        return new Provenance(Runtime.version().toString(), ND4J, Arithmetic.blas(), Arithmetic.kernels());
    }

    private static String nd4jVersion() {
        Properties build = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream(ND4J_BUILD)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("git.build.version", "unknown");
    }
}
