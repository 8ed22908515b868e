package io.tiltmeter.languagemodel.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.Platform;
import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Tries a {@code tokenizer.json} in a process of its own if its regular expressions may take too many tries, since the
 * library then ends its process. A file is tried once: what was found is kept by its hash.
 */
final class TokenizerTrials {

    /** One for each JVM, so that a file is tried once and one at a time. */
    static final TokenizerTrials OF_PROCESS = new TokenizerTrials(Duration.ofSeconds(20));

    /** For a machine that has other work, and a process that waits. */
    private static final int ELAPSED_PER_PROCESSOR_TIME = 10;

    /** Of a process that exceeded its processor time: 128 and SIGXCPU. */
    private static final int OUT_OF_TIME = 152;

    private static final int MAX_KEPT = 1_000;
    private static final int MAX_LETTERS = 24;
    private static final int HEAP_MIB = 192;
    private static final int ADDRESS_SPACE_MIB = 4_096;

    /** Letters of most classes; {@code \n} is a line break. */
    private static final List<String> LETTERS =
            List.of("a", "A", "1", " ", "\\n", "_", "é", "日", "\u0301", "'", "aA", "a ");

    private static final List<String> INHERITED =
            List.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR", "user.home", "java.io.tmpdir", "java.library.path");

    private final Duration limit;
    private final Map<String, Optional<String>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int started;

    /** @param limit processor time of a trial, in whole seconds */
    TokenizerTrials(Duration limit) {
        this.limit = limit;
    }

    /** Processes that were started. */
    synchronized int started() {
        return started;
    }

    /**
     * @param regexes the expressions to be tried
     * @throws IllegalArgumentException if the file ended the process that tried it, or took too long, now or earlier
     * @throws IOException if it cannot be tried
     */
    synchronized void refuseHostile(byte[] json, List<String> regexes) throws IOException {
        String hash = sha256(json);
        Optional<String> fault = kept.get(hash);
        if (fault == null) {
            fault = tried(json, regexes);
            kept.put(hash, fault);
            if (kept.size() > MAX_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        if (fault.isPresent()) {
            String names = regexes.stream().map(TokenizerFileChecks::shown).collect(Collectors.joining(" and "));
            throw new IllegalArgumentException("it has the regular expression " + names
                    + ", in which several repeats or choices can match the same letters; a process that tried it "
                    + fault.get() + "; write it so that they match different letters");
        }
    }

    private Optional<String> tried(byte[] json, List<String> regexes) throws IOException {
        Path folder = Files.createTempDirectory("tokenizer-trial");
        try {
            Path file = Files.write(folder.resolve("tokenizer.json"), json);
            Path texts = Files.write(folder.resolve("texts"), texts(regexes));
            Path output = folder.resolve("output");
            started++;
            Process process = builder(file, texts, json.length)
                    .directory(folder.toFile())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(ELAPSED_PER_PROCESSOR_TIME * limit.toSeconds(), TimeUnit.SECONDS)) {
                    return Optional.of("took more than " + ELAPSED_PER_PROCESSOR_TIME * limit.toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a process tried it", e);
            } finally {
                process.destroyForcibly();
            }
            int status = process.exitValue();
            if (status == OUT_OF_TIME) {
                return Optional.of("took more than " + limit.toSeconds() + " s of processor time");
            }
            // what the library refuses with a message, it also refuses here
            return status == 0 || status == TokenizerTrial.REFUSED
                    ? Optional.empty()
                    : Optional.of("ended with status " + status + " (" + reason(output) + ")");
        } finally {
            delete(folder);
        }
    }

    private ProcessBuilder builder(Path file, Path texts, int bytes) throws IOException {
        int more = bytes / (1 << 20) * 8; // the file as bytes, as text, and parsed
        List<String> command = new ArrayList<>(List.of("sh", "-c"));
        command.add("ulimit -S -t " + limit.toSeconds() + "; ulimit -v " + (ADDRESS_SPACE_MIB + 2 * more) * 1_024L
                + "; ulimit -c 0; exec \"$@\"");
        command.add("tokenizer-trial");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + (HEAP_MIB + more) + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompressedClassSpaceSize=64m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=error.log",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true"));
        for (String name : INHERITED) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", classPath(), TokenizerTrial.class.getName(), file.toString(), texts.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "RUST_BACKTRACE")
                .forEach(builder.environment()::remove);
        return builder;
    }

    /** Where the classes of the library, and those it needs, were loaded from: a service's own class path does not name them. */
    private static String classPath() throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> needed :
                List.of(TokenizerTrial.class, HuggingFaceTokenizer.class, Platform.class, Gson.class, Logger.class)) {
            CodeSource source = needed.getProtectionDomain().getCodeSource();
            try {
                places.add(
                        source == null
                                ? System.getProperty("java.class.path")
                                : Path.of(source.getLocation().toURI()).toString());
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new IOException(
                        "the classes of the tokenizers library are in no file: " + source.getLocation(), e);
            }
        }
        return String.join(File.pathSeparator, places);
    }

    /** Texts to repeat: letters of most classes, then those of the expressions, alone and with the next one. */
    private static List<String> texts(List<String> regexes) {
        Set<String> texts = new LinkedHashSet<>(LETTERS);
        for (String regex : regexes) {
            List<String> letters = regex.codePoints()
                    .filter(letter -> !Character.isISOControl(letter) && "()[]{}|?*+\\^$".indexOf(letter) < 0)
                    .limit(MAX_LETTERS)
                    .mapToObj(Character::toString)
                    .toList();
            texts.addAll(letters);
            for (int at = 1; at < letters.size(); at++) {
                texts.add(letters.get(at - 1) + letters.get(at));
            }
            texts.add(String.join("", letters));
        }
        texts.remove("");
        return new ArrayList<>(texts);
    }

    private static String reason(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.contains("Onig") || line.contains("rror"))
                .findFirst()
                .map(line -> line.substring(0, Math.min(line.length(), 200)))
                .orElse("without a reason");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
