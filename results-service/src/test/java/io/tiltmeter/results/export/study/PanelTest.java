package io.tiltmeter.results.export.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.application.curve.RunCurve.Interval;
import io.tiltmeter.results.application.curve.RunCurve.Measures;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.export.study.Panel.Axis;
import io.tiltmeter.results.export.study.Panel.Tick;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PanelTest {
    private static final Axis STEPS =
            new Axis("optimizer steps", 0, 400, Math::sqrt, List.of(new Tick(0, "0"), new Tick(400, "400")));
    private static final Measures NONE = new Measures(
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

    /** The plot is 332 wide from 54 and 202 high down to 248; a quarter of the steps is half of the axis of square roots. */
    @Test
    void pointsLieWhereTheAxesSay() throws Exception {
        StudyFigure figure = drawn(List.of(point(0, 0, 0), point(100, 0.5, 0), point(400, 1, 0)));
        Element line = (Element)
                parsed(figure.document()).getElementsByTagName("polyline").item(0);
        assertEquals("54.0,248.0 220.0,147.0 386.0,46.0", line.getAttribute("points"));
        assertEquals("context", line.getAttribute("class"));
        String words = parsed(figure.document()).getDocumentElement().getTextContent();
        assertTrue(words.contains("optimizer steps") && words.contains("accuracy"), words);
    }

    @Test
    void namesCannotLeaveThePicture() throws Exception {
        String hostile = "a</text><script>alert(1)</script>\u0001\uD800\" onload=\"x";
        StudyFigure figure = new Panel(hostile, "accuracy", STEPS, 10)
                .legend(0, "context-text", hostile)
                .figure("curves-1", hostile);
        for (String svg : List.of(figure.document(), figure.inline())) {
            Document document = parsed(svg);
            assertEquals(0, document.getElementsByTagName("script").getLength());
            assertFalse(document.getDocumentElement().hasAttribute("onload"));
            assertTrue(document.getDocumentElement().getTextContent().contains("alert(1)"), svg);
        }
    }

    @Test
    void aFileHasAWhiteGroundAndColoursOfItsOwnAndAnInlinePictureHasNeither() throws Exception {
        StudyFigure figure = drawn(List.of(point(0, 0.2, 0)));
        Element ground =
                (Element) parsed(figure.document()).getElementsByTagName("rect").item(0);
        assertEquals("#ffffff", ground.getAttribute("fill"));
        assertFalse(figure.document().contains("var("), figure.document());
        assertEquals(0, parsed(figure.inline()).getElementsByTagName("style").getLength());
        assertTrue(StudyFigure.style().contains(".figure .context { stroke: var(--context)"), StudyFigure.style());
    }

    @Test
    void aLineBreaksBetweenSegmentsAndALongOneKeepsItsEnds() throws Exception {
        StudyFigure broken = drawn(List.of(point(0, 0.1, 0), point(100, 0.2, 1), point(400, 0.3, 1)));
        assertEquals(
                2, parsed(broken.document()).getElementsByTagName("polyline").getLength());
        StudyFigure thinned = drawn(IntStream.rangeClosed(0, 400)
                .mapToObj(step -> point(step, 0.5, 0))
                .toList());
        String points = ((Element) parsed(thinned.document())
                        .getElementsByTagName("polyline")
                        .item(0))
                .getAttribute("points");
        assertEquals(10, points.split(" ").length);
        assertTrue(points.startsWith("54.0,") && points.endsWith(" 386.0,147.0"), points);
    }

    private static StudyFigure drawn(List<Point> points) {
        return new Panel("full", "accuracy", STEPS, 10)
                .line(
                        "context",
                        points,
                        point -> Optional.of((double) point.step()),
                        point -> point.counterfactual().accuracy(),
                        Point::segment)
                .figure("curves-1", "full: accuracies");
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static Point point(int step, double accuracy, int segment) {
        Interval interval = new Interval(Optional.of(accuracy), Optional.empty(), Optional.empty());
        return new Point(
                step,
                0,
                interval,
                interval,
                NONE,
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                step == 0,
                segment,
                0);
    }
}
