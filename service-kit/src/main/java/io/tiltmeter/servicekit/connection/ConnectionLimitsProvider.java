package io.tiltmeter.servicekit.connection;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Gives the servers of a program, which are HTTP servers, the {@link ConnectionLimits}. Quarkus finds it by {@code META-INF/services} when it
 * makes its Vert.x; the decision 0020 says why it is done here.
 */
public final class ConnectionLimitsProvider implements VertxServiceProvider {
    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new ListeningTransport(builder.findTransport(), server -> {
            ArcContainer beans = Arc.container();
            ConnectionLimits limits = beans == null
                    ? null
                    : beans.instance(ConnectionLimits.class).get();
            if (limits != null) { // there are none in a Vert.x of no service
                server.handler(limits);
            }
        }));
    }
}
