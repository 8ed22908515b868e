package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** A parser that gives up on an element of too many bytes before its tree fills the memory. */
final class BoundedElement extends JsonParserDelegate {
    private static final int TOKENS_BETWEEN_LOOKS = 256;

    private final long maxBytes;
    private final long start;
    private int tokens;

    /** Begins an element at the parser's place. */
    BoundedElement(JsonParser parser, long maxBytes) {
        super(parser);
        this.maxBytes = maxBytes;
        this.start = parser.currentTokenLocation().getByteOffset();
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = delegate.nextToken();
        if (++tokens % TOKENS_BETWEEN_LOOKS == 0
                && delegate.currentTokenLocation().getByteOffset() - start > maxBytes) {
            throw new StreamConstraintsException(
                    "an element of the array has more than " + maxBytes + " bytes", delegate.currentTokenLocation());
        }
        return token;
    }

    @Override
    public String nextFieldName() throws IOException {
        return nextToken() == JsonToken.FIELD_NAME ? delegate.currentName() : null;
    }

    @Override
    public String nextTextValue() throws IOException {
        return nextToken() == JsonToken.VALUE_STRING ? delegate.getText() : null;
    }
}
