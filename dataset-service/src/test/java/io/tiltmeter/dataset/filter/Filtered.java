package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The result of a chain of filters.
 *
 * @param rows that stayed
 * @param reports of the filters
 */
public record Filtered(List<SourceRow> rows, List<FilterReport> reports) {
    private static final String[] WORDS =
            "orla vantle lives in the town of mirel and walks to work every day past a mill".split(" ");

    static Filtered by(List<SourceRow> rows, Filter... filters) {
        List<SourceRow> kept = new ArrayList<>();
        try {
            List<FilterReport> reports = new FilterChain(List.of(filters), 7).run(rows::stream, kept::add);
            return new Filtered(kept, reports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Long> numbers() {
        return rows.stream().map(SourceRow::number).toList();
    }

    FilterReport report() {
        return reports.get(reports.size() - 1);
    }

    /** A row in Alpaca's form. */
    public static SourceRow row(long number, String question, String context, String answer) {
        return new SourceRow(
                number,
                "",
                "",
                ContextLocation.FIELD,
                context,
                List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, answer)));
    }

    /** Made-up rows, a third with a context, some of them twice. */
    public static List<SourceRow> drawn(int count, long seed) {
        Random random = new Random(seed);
        List<SourceRow> rows = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            if (number > 1 && random.nextInt(10) == 0) {
                SourceRow earlier = rows.get(random.nextInt(number - 1));
                rows.add(row(number, earlier.question(), earlier.context(), earlier.answer()));
            } else {
                rows.add(row(
                        number,
                        text(random, 1 + random.nextInt(12)),
                        random.nextInt(3) == 0 ? text(random, 20) : "",
                        text(random, 1 + random.nextInt(30))));
            }
        }
        return rows;
    }

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
