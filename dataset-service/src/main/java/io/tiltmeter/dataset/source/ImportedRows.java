package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.NoContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Numbers, counts and writes the accepted and rejected rows of a source. */
final class ImportedRows implements Closeable {
    private static final byte[] BEFORE_NUMBER = "{\"number\":".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = Sha256.newDigest();
    private final BackgroundOutputStream out;
    private final JsonGenerator rows;
    private final JsonGenerator rejected;
    private final int maxListed;
    private final List<RejectedRow> listed = new ArrayList<>();
    private long line;
    private long number;
    private long rowCount;
    private long withContextCount;
    private long turnCount;
    private long characterCount;

    ImportedRows(OutputStream rows, OutputStream rejected, int maxListed) throws IOException {
        this.out = new BackgroundOutputStream(new DigestOutputStream(rows, digest));
        this.rows = SourceRows.writer(out);
        this.rows.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        this.rejected = SourceRows.writer(rejected);
        this.maxListed = maxListed;
    }

    /** The rows that follow begin on this line. */
    void begin(long atLine) {
        line = atLine;
    }

    /**
     * A row of the file, or one of those of an article; each gets its own number.
     *
     * @param text in the context's place; {@link NoContext} says when it is none
     */
    void row(String id, String system, ContextLocation contextLocation, String text, List<Turn> turns) {
        String context = NoContext.isSaidBy(text) ? "" : text;
        SourceRow row = new SourceRow(++number, id, system, contextLocation, context, turns);
        rowCount++;
        withContextCount += context.isEmpty() ? 0 : 1;
        turnCount += turns.size();
        characterCount += system.length() + context.length();
        for (Turn turn : turns) {
            characterCount += turn.text().length();
        }
        try {
            SourceRows.write(row, rows);
            rows.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One question and its answer, already in the canonical form.
     *
     * @param afterNumber the row from after its number to its line break
     * @param characters of its system text, context and turns
     */
    void singleQuestion(GrowingBytes afterNumber, boolean hasContext, int characters) {
        number++;
        rowCount++;
        withContextCount += hasContext ? 1 : 0;
        turnCount += 2;
        characterCount += characters;
        try {
            out.write(BEFORE_NUMBER);
            out.write(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
            afterNumber.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void unfit(String reason) {
        RejectedRow row = new RejectedRow(line, ++number, reason);
        if (listed.size() < maxListed) {
            listed.add(row);
        }
        try {
            rejected.writeStartObject();
            rejected.writeNumberField("line", row.line());
            rejected.writeNumberField("number", row.number());
            rejected.writeStringField("reason", row.reason());
            rejected.writeEndObject();
            rejected.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long rowCount() {
        return rowCount;
    }

    List<RejectedRow> firstRejected() {
        return listed;
    }

    SourceVersion version(SourceFormat format, String fileSha256, long fileBytes) throws IOException {
        out.finish();
        rejected.flush();
        return new SourceVersion(
                format,
                fileSha256,
                fileBytes,
                Sha256.hex(digest),
                rowCount,
                withContextCount,
                turnCount,
                characterCount,
                number - rowCount,
                listed);
    }

    @Override
    public void close() throws IOException {
        try (out;
                rejected) {
            rows.close();
        }
    }
}
