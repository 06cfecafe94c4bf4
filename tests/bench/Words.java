import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

class Words {
  public static void main(String[] args) throws Exception {
    Map<String, Integer> counts = new HashMap<>();
    StringBuilder word = new StringBuilder();
    String text = Files.readString(Path.of(args[0])) + " ";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (!word.isEmpty()) {
        counts.merge(word.toString().toLowerCase(Locale.ROOT), 1, Integer::sum);
        word.setLength(0);
      }
    }
    var ranked = new ArrayList<>(counts.entrySet());
    ranked.sort(
        Comparator.<Map.Entry<String, Integer>>comparingInt(e -> -e.getValue())
            .thenComparing(Map.Entry::getKey));
    for (int i = 0; i < 10; i++) {
      System.out.printf(
          "%2d. %-12s %5d%n", i + 1, ranked.get(i).getKey(), ranked.get(i).getValue());
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(all + " words, " + counts.size() + " distinct");
  }
}
