package dev.chainrule.dataset.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One array of numpy ({@code numpy.save}). Read by ourselves: no byte of it is trusted, and no native code sees it. */
@Component
final class NpyFormat implements DatasetFormat {

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public boolean recognizes(Head head) {
        return head.startsWith(0x93, 'N', 'U', 'M', 'P', 'Y');
    }

    @Override
    public boolean isClaimed(Claim claim) {
        return claim.hasExtension(".npy") || claim.hasType("application/x-npy");
    }

    @Override
    public FileRows open(Source file, @Nullable Source labels, FormatOptions options) throws IOException {
        NumberArray array = NumberArray.npy(file);
        Map<String, Object> details = Map.of("dtype", array.type().kind().name().toLowerCase(java.util.Locale.ROOT));
        return new ArrayRows(List.of(array), null, ArrayRows.names("x", array.columns(), true), details);
    }
}
