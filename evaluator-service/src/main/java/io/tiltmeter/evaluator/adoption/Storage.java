package io.tiltmeter.evaluator.adoption;

/** What the artifact store holds of a folder from elsewhere. */
public enum Storage {
    /** The files themselves, whatever becomes of the folder. */
    COPY,
    /** Links to them with their hashes, which are checked whenever they are loaded: the folder has to stay as it is. */
    REFERENCE
}
