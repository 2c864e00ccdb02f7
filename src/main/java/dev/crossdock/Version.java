package dev.crossdock;

import picocli.CommandLine.IVersionProvider;

/** Which crossdock this is. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = CrossdockApplication.class.getPackage().getImplementationVersion();
    return new String[] {"crossdock " + (version == null ? "from sources" : version)};
  }
}
