package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * {@code POST /api/v1/sources}: instruction data. At most one of {@code path} and {@code url}; without both, the body is
 * the file.
 *
 * @param name the name that this file becomes a version of
 * @param path of a file in the artifact store
 * @param url of a file elsewhere, where the service is set to allow that
 * @param columns other names for the columns of the file, such as {@code output:answer}
 * @param tokenizer the run whose tokenizer counts tokens, as {@code run:<run id>} or {@code run:<run id>@<step>}
 * @param template how rows are rendered for that
 */
public record SourceRequest(
        String name,
        Optional<String> path,
        Optional<String> url,
        Optional<String> columns,
        Optional<String> tokenizer,
        String template) {}
