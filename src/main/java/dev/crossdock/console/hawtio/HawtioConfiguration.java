package dev.crossdock.console.hawtio;

import io.hawt.springboot.HawtioPlugin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds our own tab to Hawtio. */
@Configuration(proxyBeanMethods = false)
class HawtioConfiguration {

  @Bean
  HawtioPlugin crossdockTab() {
    var tab = new HawtioPlugin("crossdockTab", "./plugin", "/console");
    tab.setRemoteEntryFileName("hawtio-tab.js");
    tab.setBustRemoteEntryCache(false);
    return tab;
  }
}
