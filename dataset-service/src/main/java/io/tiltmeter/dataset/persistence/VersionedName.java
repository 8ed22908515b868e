package io.tiltmeter.dataset.persistence;

/**
 * A name whose content may change, and which of its versions.
 *
 * @param name as it was sent
 * @param version from 1, without gaps
 */
public record VersionedName(String name, int version) {
    /** The id of this version, such as {@code alpaca.v1}. */
    public String id() {
        return name + ".v" + version;
    }
}
