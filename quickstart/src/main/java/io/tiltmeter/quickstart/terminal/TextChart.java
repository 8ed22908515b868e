package io.tiltmeter.quickstart.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A small chart of shares over steps, in characters: the vertical axis is [0, 1], the horizontal one linear in the step.
 *
 * @param width of the drawing area, in characters
 * @param height of the drawing area, in lines
 */
public record TextChart(int width, int height) {
    private static final String MARGIN = "      ";

    /**
     * One line of the chart.
     *
     * @param name in the legend
     * @param mark drawn at every point; where marks meet, the later series covers the earlier
     */
    public record Series(String name, char mark, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A measured point.
     *
     * @param share in [0, 1]
     */
    public record Point(int step, double share) {
        public Point {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share " + share + " at step " + step + " is outside [0, 1]");
            }
        }
    }

    public TextChart {
        if (width < 10 || height < 3) {
            throw new IllegalArgumentException(
                    "a chart of " + width + " x " + height + " has no room: 10 x 3 is least");
        }
    }

    /** The lines from top to bottom, legend last. */
    public List<String> draw(List<Series> series) {
        int lastStep = series.stream()
                .flatMap(one -> one.points().stream())
                .mapToInt(Point::step)
                .max()
                .orElse(0);
        char[][] cells = new char[height][width];
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
        for (Series one : series) {
            for (Point point : one.points()) {
                int column = lastStep == 0 ? 0 : Math.round((float) point.step() / lastStep * (width - 1));
                int row = height - 1 - (int) Math.round(point.share() * (height - 1));
                cells[row][column] = one.mark();
            }
        }
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            lines.add(label(row) + (row == height - 1 ? "└" : "│") + new String(cells[row]).stripTrailing());
        }
        String end = Integer.toString(lastStep);
        lines.add(MARGIN + "0" + " ".repeat(Math.max(1, width - 1 - end.length())) + end + " steps");
        lines.add(MARGIN
                + String.join(
                        "   ",
                        series.stream()
                                .map(one -> one.mark() + " " + one.name())
                                .toList()));
        return lines;
    }

    /** 1.0, 0.5 and 0.0, on the lines nearest to them. */
    private String label(int row) {
        int fromBottom = height - 1 - row;
        boolean labelled = fromBottom == 0 || row == 0 || fromBottom == Math.round((height - 1) / 2.0);
        return labelled ? String.format(Locale.ROOT, " %.1f  ", (double) fromBottom / (height - 1)) : MARGIN;
    }
}
