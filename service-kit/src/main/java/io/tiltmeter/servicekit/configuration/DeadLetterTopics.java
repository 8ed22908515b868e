package io.tiltmeter.servicekit.configuration;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.tiltmeter.contracts.event.EventType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the dead-letter topic of every incoming channel, so that a consumer needs no configuration: its channel is named as
 * its topic, and {@code mp.messaging.incoming.run-updated.dead-letter-queue.topic} is by default
 * {@code run-updated-dead-letters}.
 */
public final class DeadLetterTopics implements ConfigSourceInterceptor {
    private static final Pattern PROPERTY =
            Pattern.compile("mp\\.messaging\\.incoming\\.([a-z-]+)\\.dead-letter-queue\\.topic");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        Matcher property = PROPERTY.matcher(name);
        if (value != null || !property.matches()) {
            return value;
        }
        return ConfigValue.builder()
                .withName(name)
                .withValue(EventType.deadLetterTopic(property.group(1)))
                .build();
    }
}
