package io.tiltmeter.servicekit.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Another transport, NIO or a native one, that lets servers be set up further before they listen. Vert.x does not tell it which
 * of them are HTTP servers: a service has no others.
 */
final class ListeningTransport implements Transport {
    private final Transport chosen;
    private final Consumer<ServerBootstrap> servers;

    ListeningTransport(Transport chosen, Consumer<ServerBootstrap> servers) {
        this.chosen = chosen;
        this.servers = servers;
    }

    @Override
    public void configure(NetServerOptions options, boolean isDomainSocket, ServerBootstrap server) {
        chosen.configure(options, isDomainSocket, server);
        servers.accept(server);
    }

    @Override
    public boolean supportsDomainSockets() {
        return chosen.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return chosen.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return chosen.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return chosen.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return chosen.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return chosen.convert(address);
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return chosen.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return chosen.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return chosen.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean isDomainSocket) {
        return chosen.channelFactory(isDomainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomainSocket) {
        return chosen.serverChannelFactory(isDomainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        chosen.configure(channel, options);
    }

    @Override
    public void configure(ClientOptionsBase options, boolean isDomainSocket, Bootstrap client) {
        chosen.configure(options, isDomainSocket, client);
    }
}
