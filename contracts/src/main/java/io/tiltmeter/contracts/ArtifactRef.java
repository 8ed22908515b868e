package io.tiltmeter.contracts;

import java.util.regex.Pattern;

/**
 * Where a stored file lies, and how to know that it is the one that was meant. A folder is referred to by its manifest.
 *
 * @param uri {@code artifact:} and a relative path of plain segments, such as
 *     {@code artifact:checkpoints/lab-20-full/step-00014/manifest.json}; never an absolute path
 * @param sha256 64 lower-case hexadecimal digits, over the file's bytes
 * @param bytes the file's length; for a manifest, the length of all files it lists together
 */
public record ArtifactRef(String uri, String sha256, long bytes) {
    public static final String SCHEME = "artifact:";

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_][A-Za-z0-9._-]*+)*+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactRef {
        if (uri == null || !uri.startsWith(SCHEME) || !isPlainPath(uri.substring(SCHEME.length()))) {
            throw new IllegalArgumentException("artifact uri \"" + uri
                    + "\" is not \"artifact:\" and a relative path of letters, digits, '.', '_' and '-'");
        }
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 \"" + sha256 + "\" is not 64 lower-case hexadecimal digits");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes " + bytes + " is negative");
        }
    }

    /** The reference to the file at this path, which must pass {@link #isPlainPath}. */
    public static ArtifactRef of(String path, String sha256, long bytes) {
        return new ArtifactRef(SCHEME + path, sha256, bytes);
    }

    /** The path below the store's root, with forward slashes. */
    public String path() {
        return uri.substring(SCHEME.length());
    }

    /** The path of the folder that contains it, such as that of a manifest. */
    public String folder() {
        return path().substring(0, Math.max(0, path().lastIndexOf('/')));
    }

    /** Whether a path can name an artifact: relative, no empty, hidden or parent segment. */
    public static boolean isPlainPath(String path) {
        return path.length() <= 512 && PATH.matcher(path).matches();
    }
}
