package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.source.RowSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/** The inputs of a mixture, by the exact ids of its request. The same ids always give the same inputs. */
public interface MixtureInputs {
    /** A source's rows; opened several times. */
    RowSource rows(String sourceId) throws IOException;

    /**
     * The losses of a source's rows under a model, by row number; all of them are already measured.
     *
     * @return empty for a row without a context, and for one that does not fit the model
     */
    LongFunction<Optional<ExampleLosses>> losses(String sourceId, String model) throws IOException;

    /**
     * The lengths of a source's rows in tokens of the request's tokenizer, rendered with its template, by row number.
     *
     * @return empty for a row that cannot be rendered
     */
    LongFunction<OptionalInt> tokens(String sourceId) throws IOException;

    /** A suite's items. */
    List<SuiteItem> items(String suiteId) throws IOException;
}
