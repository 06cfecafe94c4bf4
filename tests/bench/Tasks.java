import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class Tasks {
  public static void main(String[] args) throws Exception {
    long total = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> futures = new ArrayList<>();
      for (long i = 0; i < 100_000; i++) {
        long n = i;
        futures.add(executor.submit(() -> n));
      }
      for (var f : futures) {
        total += f.get();
      }
    }
    System.out.println(total);
  }
}
