package lib.rehearsal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What kind of day it is. */
enum Scenario {
    /** A believable install; every bot that can be embedded succeeds. */
    ORDINARY,
    /** The same people on a day on which each kind of outcome and refusal occurs. */
    TROUBLE,
    /** A table without items. */
    EMPTY;

    static Scenario of(String name) {
        return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a scenario is one of " + Arrays.toString(values()) + ", not " + name));
    }

    void furnish(Install install) {
        People people = new People();
        install.table.create(this == EMPTY ? List.of() : people.items());
        if (this == TROUBLE) Trouble.brew(people, install.casting, install.faults);
    }

    /** The name by which options and the control door call it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
