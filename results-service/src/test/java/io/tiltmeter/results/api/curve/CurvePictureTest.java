package io.tiltmeter.results.api.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class CurvePictureTest {
    private static final Curve CURVE =
            new Curve("cf_lab", List.of(point(0, 0.4, 0.1, 0.5), point(14, 0.8, 0.2, 0.9), point(250, 0.3, 0.6, 0.95)));

    @Test
    void thePictureIsWellFormedAndNamesItsSeriesAndPeak() throws Exception {
        String svg = CurvePicture.svg("lab-24 <full>", CURVE, 250);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertEquals(3, document.getElementsByTagName("polyline").getLength());
        assertTrue(svg.contains("peak 80.0 % at step 14"), svg);
        assertTrue(svg.contains("30.0 % counterfactual"), svg);
        assertTrue(svg.contains("lab-24 &lt;full&gt;"), svg);
    }

    @Test
    void aRunWithoutAPointIsAnEmptyFrame() {
        String svg = CurvePicture.svg("new", new Curve("cf_lab", List.of()), 0);
        assertFalse(svg.contains("peak"), svg);
        assertFalse(svg.contains("NaN"), svg);
    }

    private static CurvePoint point(int step, double context, double memory, double standard) {
        return new CurvePoint(
                step,
                Optional.of(new Estimate(context, context - 0.05, context + 0.05)),
                Optional.of(new Estimate(memory, memory - 0.05, memory + 0.05)),
                new TreeMap<>(Map.of("closed_book", standard)),
                OptionalDouble.of(standard),
                true);
    }
}
