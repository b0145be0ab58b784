// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bytes that stay, in a file that two programs use, of which one is an ordinary user's. */
@ExtendWith(Lab.Extension.class)
class NvmIT {
    private static final String FOLDER = "/run/nvm-lab";
    private static final String FILE = FOLDER + "/bytes";
    private static final int COUNT = 300;

    private static Dialogue roots;
    private static Dialogue makers;

    private final Guest guest;

    NvmIT(Lab lab) {
        guest = lab.guest();
        if (roots == null) {
            guest.output("mkdir -m 755 " + FOLDER);
            roots = lab.talk(program(lab));
            makers = lab.talk(program(lab).user("maker"));
        }
    }

    private static Program program(Lab lab) {
        return lab.program(Bytes.class).environment("BLINKA_NVM", FILE);
    }

    @AfterAll
    static void end() {
        if (roots != null) {
            roots.close();
        }
        if (makers != null) {
            makers.close();
        }
    }

    private void file(String owner, int mode) {
        guest.output("rm -f %1$s; : >%1$s; chown %2$s %1$s; chmod %3$s %1$s".formatted(FILE, owner, mode));
    }

    /** Each byte that a program adds to the file is behind one that the other program has still to write, or writes just now. */
    @Test
    void twoProgramsAtOnceLoseNothing() {
        file("maker", 600);
        roots.say("write 0 2 " + COUNT + " 17");
        makers.say("write 1 2 " + COUNT + " 34");
        assertThat(roots.answer()).isEqualTo("ok");
        assertThat(makers.answer()).isEqualTo("ok");
        assertThat(roots.ask("read " + 2 * COUNT)).isEqualTo("1122".repeat(COUNT));
        assertThat(makers.ask("read " + (2 * COUNT + 2))).isEqualTo("1122".repeat(COUNT) + "ffff");
        assertThat(guest.output("hexdump -v -e '1/1 \"%02x\"' " + FILE)).isEqualTo("1122".repeat(COUNT));
    }

    @Test
    void aMissingPermissionIsAnErrorWithTheCure() {
        file("root", 600);
        assertThat(roots.ask("write 0 1 1 17")).isEqualTo("ok");
        for (String command : new String[] {"read 1", "write 0 1 1 34"}) {
            assertThat(makers.ask(command))
                    .startsWith("NotAvailableException")
                    .contains(FILE, "no permission", "Set BLINKA_NVM");
        }
        assertThat(roots.ask("read 2")).isEqualTo("11ff");
        guest.output("rm " + FILE);
        assertThat(makers.ask("write 0 1 1 34")).contains("cannot be written", "no permission");
        guest.output("test ! -e " + FILE);
    }
}
