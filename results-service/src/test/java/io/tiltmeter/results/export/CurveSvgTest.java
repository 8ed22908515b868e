package io.tiltmeter.results.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.RunCurve.Axis;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.application.curve.XAxis;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class CurveSvgTest {
    private static final RunCurve.Measures NO_MEASURES = new RunCurve.Measures(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final List<Point> POINTS =
            List.of(point(0, 0.4, 0.1, 0.5, 0), point(14, 0.8, 0.2, 0.9, 0), point(250, 0.3, 0.6, 0.95, 0));

    @Test
    void thePictureIsWellFormedAndNamesItsSeriesAndPeak() throws Exception {
        String svg = CurveSvg.svg("lab-24 <full>", curve(XAxis.STEP, POINTS));
        assertEquals(3, elements(svg, "polyline"));
        assertEquals(2, elements(svg, "circle"), "the peak and the base model");
        assertTrue(svg.contains("peak 80.0 % at step 14"), svg);
        assertTrue(svg.contains("30.0 % counterfactual"), svg);
        assertTrue(svg.contains("lab-24 &lt;full&gt;"), svg);
        assertTrue(svg.contains("finetuning step"), svg);
    }

    @Test
    void aLineBreaksWhereThePointsWereNotMeasuredAlike() throws Exception {
        List<Point> broken =
                List.of(POINTS.get(0), POINTS.get(1), point(100, 0.5, 0.3, 0.9, 1), point(250, 0.3, 0.6, 0.95, 1));
        String svg = CurveSvg.svg("mixed", curve(XAxis.STEP, broken));
        assertEquals(5, elements(svg, "polyline"), "two of either accuracy, one of the standard mean");
        assertEquals(2, elements(svg, "polygon"));
    }

    @Test
    void overTheStandardMeanThereIsNoLineOfItself() throws Exception {
        String svg = CurveSvg.svg("trade-off", curve(XAxis.STANDARD, POINTS));
        assertEquals(2, elements(svg, "polyline"));
        assertTrue(svg.contains("unweighted mean of the standard suites"), svg);
        assertFalse(svg.contains("95.0 % standard mean"), svg);
    }

    @Test
    void aRunWithoutAPointIsAnEmptyFrame() throws Exception {
        for (XAxis axis : XAxis.values()) {
            String svg = CurveSvg.svg("new", curve(axis, List.of()));
            assertEquals(0, elements(svg, "polyline"));
            assertFalse(svg.contains("peak"), svg);
            assertFalse(svg.contains("NaN"), svg);
        }
    }

    private static int elements(String svg, String name) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        return document.getElementsByTagName(name).getLength();
    }

    private static RunCurve curve(XAxis axis, List<Point> points) {
        List<Point> placed = points.stream()
                .map(point -> axis == XAxis.STANDARD ? at(point, point.standardMean()) : point)
                .toList();
        return new RunCurve(
                "run",
                "run",
                RunStatus.TRAINING,
                250,
                new RunCurve.Series(
                        Optional.of("cf_lab"),
                        List.of("cf_lab"),
                        Optional.of("contains"),
                        List.of(1),
                        Optional.of("template"),
                        "all",
                        List.of("contains"),
                        List.of("template"),
                        false),
                List.of("made up"),
                List.of(),
                new TreeMap<>(),
                List.of(),
                new Axis(axis.id(), axis.label(), axis.unit()),
                Optional.empty(),
                List.of(),
                placed);
    }

    private static Point point(int step, double context, double memory, double standard, int segment) {
        return new Point(
                step,
                step / 250.0,
                interval(context),
                interval(memory),
                NO_MEASURES,
                Optional.of(standard),
                new TreeMap<>(Map.of("closed_book", standard)),
                Optional.empty(),
                true,
                Optional.of(1),
                Optional.of("made up"),
                Optional.of((double) step),
                Optional.of(32L * step),
                step == 0,
                segment,
                0);
    }

    private static RunCurve.Interval interval(double accuracy) {
        return new RunCurve.Interval(Optional.of(accuracy), Optional.of(accuracy - 0.05), Optional.of(accuracy + 0.05));
    }

    private static Point at(Point point, Optional<Double> x) {
        return new Point(
                point.step(),
                point.epochs(),
                point.counterfactual(),
                point.parametric(),
                point.measures(),
                point.standardMean(),
                point.standard(),
                point.trainingLossNats(),
                point.complete(),
                point.scorerVersion(),
                point.engine(),
                x,
                point.examples(),
                point.baseModel(),
                point.segment(),
                point.standardSegment());
    }
}
