package dev.crossdock.console.hawtio;

import io.hawt.web.auth.AuthenticationConfiguration;
import io.hawt.web.auth.AuthenticationContainerDiscovery;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.springframework.security.authentication.jaas.SecurityContextLoginModule;

/** Tells Hawtio that whoever passed our login has passed its own. Hawtio makes it by its name. */
public final class SpringSecurityBridge implements AuthenticationContainerDiscovery {

  @Override
  public String getContainerName() {
    return "Crossdock's login";
  }

  @Override
  public boolean registerContainerAuthentication(AuthenticationConfiguration hawtio) {
    hawtio.setSpringSecurityEnabled(true);
    hawtio.addConfiguration(new OurLogin());
    return true;
  }

  private static final class OurLogin extends Configuration {
    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
      return new AppConfigurationEntry[] {
        entry(SecurityContextLoginModule.class), entry(RolesLoginModule.class)
      };
    }

    private static AppConfigurationEntry entry(Class<?> module) {
      return new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, Map.of());
    }
  }
}
