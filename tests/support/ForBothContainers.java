package tests.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class whose tests run against both kinds of embedding container: the one that reads the bot's keys from the
 * command, up to v1.2.4, and the one that reads them from the environment variable EVENT.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"v1.2.4", "v1.4.0"})
public @interface ForBothContainers {}
