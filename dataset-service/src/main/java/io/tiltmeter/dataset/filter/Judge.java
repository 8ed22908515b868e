package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.SourceRow;

/** Judges the rows of a source in their order. */
@FunctionalInterface
interface Judge {
    Verdict judge(SourceRow row);
}
