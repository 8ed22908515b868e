package io.tiltmeter.languagemodel.weights;

/** A safetensors file that violates the format or uses unsupported features. */
public final class InvalidSafetensorsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidSafetensorsException(String message) {
        super(message);
    }

    InvalidSafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
