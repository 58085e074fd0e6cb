package lib.report;

import java.util.List;
import java.util.stream.Collectors;
import lib.common.Console;
import lib.model.DatabaseLocation;
import lib.model.FargatePrice;
import lib.model.Setting;
import lib.model.Settings;

/** Shows the settings, each with its source. */
public final class SettingsText {
    private final Console console;

    public SettingsText(Console console) {
        this.console = console;
    }

    /** All settings of a run. */
    public void show(Settings settings, String region, FargatePrice price) {
        title(region);
        setting("table", List.of(settings.table()));
        setting("ECS cluster", List.of(settings.ecsCluster()));
        setting("task definition", List.of(settings.taskDefinition()));
        setting("container", List.of(settings.container()));
        setting("subnets", settings.subnets());
        setting("security groups", settings.securityGroups());
        line("each task", price.size() + "; " + price.hourly());
        database(settings.database());
    }

    /** The settings of a command that starts no tasks. */
    public void show(Setting table, DatabaseLocation database, String region) {
        title(region);
        setting("table", List.of(table));
        database(database);
    }

    private void title(String region) {
        console.say("Settings, region " + region + ":");
    }

    private void database(DatabaseLocation database) {
        if (database.isKnown()) {
            setting(
                    "database",
                    List.of(new Setting(
                            database.name() + " of " + database.clusterName(),
                            database.cluster().source())));
        }
    }

    private void setting(String name, List<Setting> values) {
        String sources = values.stream().map(Setting::source).distinct().collect(Collectors.joining(", "));
        line(name, values.stream().map(Setting::value).collect(Collectors.joining(", ")) + "  [" + sources + "]");
    }

    private void line(String name, String value) {
        console.say(String.format("  %-16s%s", name, value));
    }
}
