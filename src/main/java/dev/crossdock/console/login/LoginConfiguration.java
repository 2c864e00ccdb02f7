package dev.crossdock.console.login;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.crossdock.platform.SecretFiles;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.web.servlet.server.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;

/** Puts everything a person can see behind one login, and leaves what systems send alone. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {
  private static final String[] ANYONE = {
    "/login", "/login.css", "/favicon.svg", "/health", "/health/liveness", "/health/readiness"
  };
  private static final String[] EVERY_ROLE =
      Arrays.stream(Role.values()).map(Role::word).toArray(String[]::new);

  private static final AuthenticationEntryPoint UNAUTHORIZED =
      new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED);

  @Bean
  ConsoleLogins consoleLogins(SecretFiles secrets) {
    var passwords = new Passwords(secrets);
    return new ConsoleLogins(List.of(passwords.of(Role.ADMIN), passwords.of(Role.VIEWER)));
  }

  @Bean
  PasswordEncoder consolePasswordEncoder() {
    return new LongPasswords();
  }

  @Bean
  UserDetailsService consoleUsers(ConsoleLogins logins, PasswordEncoder encoder) {
    var users =
        logins.all().stream()
            .map(
                password ->
                    User.withUsername(password.role().word())
                        .password(encoder.encode(password.value()))
                        .roles(password.role().word())
                        .build())
            .toList();
    return new InMemoryUserDetailsManager(users);
  }

  @Bean
  SecurityFilterChain peopleChain(HttpSecurity http) throws Exception {
    var pages = pages();
    var requests = new HttpSessionRequestCache();
    requests.setRequestMatcher(pages);
    return http.authorizeHttpRequests(LoginConfiguration::rules)
        .csrf(LoginConfiguration::csrf)
        .headers(LoginConfiguration::headers)
        .requestCache(cache -> cache.requestCache(requests))
        .formLogin(form -> form.loginPage("/login").permitAll())
        .logout(logout -> logout.logoutSuccessUrl("/login?left").permitAll())
        .httpBasic(basic -> basic.authenticationEntryPoint(UNAUTHORIZED))
        .exceptionHandling(refused -> refused.authenticationEntryPoint(entryPoint(pages)))
        .build();
  }

  @Bean
  CookieSameSiteSupplier sessionCookieSameSite() {
    return CookieSameSiteSupplier.ofLax();
  }

  private static void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules) {
    rules
        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
        .permitAll()
        .requestMatchers(new StateChangingGets())
        .denyAll()
        .requestMatchers(HttpMethod.GET, ANYONE)
        .permitAll()
        .requestMatchers(HttpMethod.POST, "/console/**")
        .hasRole(Role.ADMIN.word())
        .anyRequest()
        .hasAnyRole(EVERY_ROLE);
  }

  /** A script that names itself in every request cannot be ridden by another page. */
  private static void csrf(CsrfConfigurer<HttpSecurity> csrf) {
    csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
        .csrfTokenRequestHandler(new SpaCsrf())
        .ignoringRequestMatchers(
            request -> {
              var authorization = request.getHeader("Authorization");
              return authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6);
            });
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .addHeaderWriter(new ContentPolicy())
        .referrerPolicy(withDefaults())
        .permissionsPolicyHeader(
            policy -> policy.policy("camera=(), microphone=(), geolocation=(), payment=()"));
  }

  /** People are shown the login page; scripts are told 401, without a browser's own dialogue. */
  private static AuthenticationEntryPoint entryPoint(RequestMatcher pages) {
    var login = new LoginUrlAuthenticationEntryPoint("/login");
    return (request, response, why) ->
        (pages.matches(request) ? login : UNAUTHORIZED).commence(request, response, why);
  }

  private static RequestMatcher pages() {
    var html =
        new MediaTypeRequestMatcher(new HeaderContentNegotiationStrategy(), MediaType.TEXT_HTML);
    html.setUseEquals(true);
    return request -> "GET".equals(request.getMethod()) && html.matches(request);
  }
}
