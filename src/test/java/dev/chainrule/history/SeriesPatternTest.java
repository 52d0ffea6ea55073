package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.SeriesGroup.Series;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "loss loss '' true",
                "los loss '' false",
                "* loss '' true",
                "*Loss validationLoss '' true",
                "*Loss loss '' false",
                "gradientNorm.* gradientNorm '' false",
                "gradientNorm.* gradientNorm.layer1 layer1 true",
                "gradientNorm.* gradientNorm.layer1.weight layer1 false",
                "gradientNorm.*.weight gradientNorm.layer1.weight layer1 true",
                "gradientNorm.*.weight gradientNorm.layer1.bias layer1 false",
                "gradientNorm.** gradientNorm.layer1.weight layer1 true",
                "gradientNorm** gradientNorm '' true",
                "** gradientNorm.layer1.weight layer1 true",
                "*.layer1 weightNorm.layer1 layer1 true",
                "gradientNorm.* gradientNorm.block.dense block.dense true",
                "gradientNorm.* gradientNorm.block.dense.weight block.dense false",
                "gradientNorm.*.weight gradientNorm.block.dense.weight block.dense true",
                "gradientNorm.block.dense gradientNorm.block.dense block.dense true",
                "l*1 l1 '' true",
                "*a*b* xaxxbx '' true",
                "*a*b* xbxxax '' false"
            })
    void aStarStandsForOnePart(String pattern, String name, String layer, boolean matches) {
        Series series = new Series(name, "1", layer.isEmpty() ? null : layer);

        assertThat(new SeriesPattern(pattern).matches(series)).isEqualTo(matches);
    }
}
