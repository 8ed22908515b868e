package io.tiltmeter.results.export.study;

import io.tiltmeter.results.export.Svg;

/**
 * A picture of a study.
 *
 * @param name in addresses, such as {@code curves-1}
 * @param title in words
 * @param elements the content of its {@code svg} element
 */
public record StudyFigure(String name, String title, String elements) {
    static final int WIDTH = 400;
    static final int HEIGHT = 290;

    private static final String RULES = """
            %1$stext { font: 11px system-ui, "Liberation Sans", Arial, sans-serif; fill: %2$s }
            %1$s.title { font-weight: 600; font-size: 12px; fill: %3$s }
            %1$s.grid { stroke: %4$s } %1$s.axis { stroke: %5$s }
            %1$s.context { stroke: %6$s; fill: none; stroke-width: 1.7 }
            %1$s.memory { stroke: %7$s; fill: none; stroke-width: 1.4; stroke-dasharray: 5 3 }
            %1$s.reference { stroke: %8$s; fill: none; stroke-width: 1.3 }
            %1$s.context-end { fill: %6$s } %1$s.reference-end { fill: %8$s }
            %1$s.context-match { stroke: %6$s; fill: none; stroke-width: 1.5 }
            %1$s.reference-match { stroke: %8$s; fill: none; stroke-width: 1.5 }
            %1$s.context-text { fill: %6$s } %1$s.memory-text { fill: %7$s } %1$s.reference-text { fill: %8$s }
            """;

    /** Its element in an HTML document whose style has {@link #style}. */
    public String inline() {
        return open("") + elements + "</svg>";
    }

    /** A file of its own on white ground, without variables: programs that place pictures in papers read it. */
    public String document() {
        return open(" width=\"%d\" height=\"%d\"".formatted(2 * WIDTH, 2 * HEIGHT))
                + "<title>" + Svg.escape(title) + "</title>\n"
                + "<style>\n"
                + RULES.formatted("", "#3d4650", "#14181d", "#d8dde3", "#7b8794", "#0a5ba8", "#b4420b", "#7a828c")
                + "</style>\n"
                + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n".formatted(WIDTH, HEIGHT)
                + elements
                + "</svg>\n";
    }

    /** Rules for pictures below a class {@code figure}, in the colours of the document's variables. */
    public static String style() {
        return RULES.formatted(
                ".figure ",
                "var(--soft)",
                "var(--ink)",
                "var(--rule)",
                "var(--strong-rule)",
                "var(--context)",
                "var(--memory)",
                "var(--reference)");
    }

    private String open(String size) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"%s role=\"img\" aria-label=\"%s\">\n"
                .formatted(WIDTH, HEIGHT, size, Svg.escape(title));
    }
}
