package io.tiltmeter.results.export;

/**
 * What CSV exports do with texts that spreadsheets would compute as formulas: names of suites, tasks and items come from
 * files of others. Numbers are never changed.
 */
public enum Formulas {
    /** An apostrophe is put before such a text, as OWASP recommends against CSV injection. */
    GUARDED {
        @Override
        String cell(String text) {
            return !text.isEmpty() && BEGINNINGS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        }
    },

    /** Every text is as it is stored, for programs. */
    RAW {
        @Override
        String cell(String text) {
            return text;
        }
    };

    /** The list of OWASP's page on CSV injection; the last four are the full-width forms of the first four. */
    private static final String BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    abstract String cell(String text);
}
