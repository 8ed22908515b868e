package io.tiltmeter.languagemodel.weights;

/** A safetensors file that breaks the format or asks for what is not supported. */
public final class InvalidSafetensorsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidSafetensorsException(String message) {
        super(message);
    }

    InvalidSafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
