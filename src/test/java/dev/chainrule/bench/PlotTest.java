package dev.chainrule.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotTest {

    @Test
    void aPowerLawIsAStraightLineOverLogarithmicAxes() throws Exception {
        double[] xs = {1, 4, 16};
        double[] ys = {3, 24, 192};
        Plot plot = new Plot("t", Axis.logarithmic("x", List.of(1, 4, 16)), Axis.logarithmic("y", DoubleStream.of(ys)))
                .line(new Plot.Line("cost", Plot.Look.FIRST, xs, ys));
        NodeList dots = parse(plot.svg()).getElementsByTagName("circle");
        assertThat(dots.getLength()).isEqualTo(3);
        assertThat(number(dots, 1, "cx")).isCloseTo((number(dots, 0, "cx") + number(dots, 2, "cx")) / 2, within(0.1));
        assertThat(number(dots, 1, "cy")).isCloseTo((number(dots, 0, "cy") + number(dots, 2, "cy")) / 2, within(0.1));
        assertThat(number(dots, 2, "cy")).isLessThan(number(dots, 0, "cy")); // SVG counts downwards
    }

    @Test
    void ticksAreRoundAndInside() {
        assertThat(Axis.logarithmic("us", DoubleStream.of(3, 40)).ticks()).containsExactly(5.0, 10.0, 20.0, 50.0);
        assertThat(Axis.logarithmic("us", DoubleStream.of(3, 40_000)).ticks())
                .containsExactly(10.0, 100.0, 1_000.0, 10_000.0);
        assertThat(Axis.linear("jobs", List.of(1, 2)).at(0)).isZero();
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static double number(NodeList elements, int i, String attribute) {
        return Double.parseDouble(((Element) elements.item(i)).getAttribute(attribute));
    }
}
