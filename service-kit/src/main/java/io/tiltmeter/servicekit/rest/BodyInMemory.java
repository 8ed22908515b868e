package io.tiltmeter.servicekit.rest;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An operation that holds its body in memory while it reads it, so that the body has to fit into {@link BodyMemory} beside those
 * that are there. Operations that write their body to the disk as it comes have none.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface BodyInMemory {
    /**
     * How many times its size a body of many small values takes while it is read, from what ended services: a request of 1 MiB
     * with a hundred thousand unknown fields takes 55 MB.
     */
    @Nonbinding
    int timesItsSize() default 60;

    /**
     * What the values take at most, where their number is limited. Long texts beside them take {@link #TIMES_OF_TEXT} times
     * their size.
     */
    @Nonbinding
    long valuesBytes() default Long.MAX_VALUE;

    /** A body's bytes behind these are not held, since the operation refuses it then. */
    @Nonbinding
    int maxBytes() default RequestReader.MAX_BODY_BYTES;

    /** A body as it came, its texts, and these once more as they are stored. */
    int TIMES_OF_TEXT = 4;
}
