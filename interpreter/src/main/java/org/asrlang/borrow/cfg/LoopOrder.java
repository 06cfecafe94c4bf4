package org.asrlang.borrow.cfg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.asrlang.borrow.cfg.Cfg.Block;

/**
 * The order in which an analysis best looks at blocks: a loop's before those that come after the
 * loop, however deep it is nested, which reverse postorder does not promise (Bourdoncle's weak
 * topological order). Otherwise each loop of a function would have all that follows looked at once
 * more.
 */
public final class LoopOrder {
  private final List<Block> blocks;
  private final int[] rank;
  private int count;

  /** In which part that is being ordered a block is. */
  private final int[] part;

  private int parts;
  private final int[] order;
  private final int[] low;
  private final int[] at;
  private final int[] stack;
  private final int[] path;
  private final boolean[] done;

  private LoopOrder(List<Block> blocks) {
    int n = blocks.size();
    this.blocks = blocks;
    this.rank = new int[n];
    this.part = new int[n];
    this.order = new int[n];
    this.low = new int[n];
    this.at = new int[n];
    this.stack = new int[n];
    this.path = new int[n];
    this.done = new boolean[n];
  }

  /**
   * @param blocks in reverse postorder, with their index
   * @return the place of each
   */
  public static int[] of(List<Block> blocks) {
    LoopOrder o = new LoopOrder(blocks);
    int[] all = new int[blocks.size()];
    boolean loops = false;
    for (Block b : blocks) {
      all[b.index] = b.index;
      for (Block s : b.succs) {
        loops |= s.index <= b.index;
      }
    }
    if (!loops) {
      return all;
    }
    o.order(all);
    return o.rank;
  }

  private void order(int[] nodes) {
    List<int[]> components = components(nodes);
    for (int[] c : components.reversed()) {
      Arrays.sort(c);
      rank[c[0]] = count++; // a loop's head
      if (c.length > 1) {
        order(Arrays.copyOfRange(c, 1, c.length));
      }
    }
  }

  /** Tarjan's: what comes after another one is found before it. */
  private List<int[]> components(int[] nodes) {
    int own = ++parts;
    for (int v : nodes) {
      part[v] = own;
      order[v] = 0;
      done[v] = false;
    }
    List<int[]> found = new ArrayList<>();
    int counter = 0;
    int top = 0;
    for (int root : nodes) {
      if (order[root] != 0) {
        continue;
      }
      int depth = 0;
      path[depth++] = root;
      stack[top++] = root;
      order[root] = low[root] = ++counter;
      at[root] = 0;
      while (depth > 0) {
        int v = path[depth - 1];
        if (at[v] < blocks.get(v).succs.size()) {
          int w = blocks.get(v).succs.get(at[v]++).index;
          if (part[w] != own) {
            continue;
          }
          if (order[w] == 0) {
            path[depth++] = w;
            stack[top++] = w;
            order[w] = low[w] = ++counter;
            at[w] = 0;
          } else if (!done[w]) {
            low[v] = Math.min(low[v], order[w]);
          }
          continue;
        }
        depth--;
        if (depth > 0) {
          low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[v]);
        }
        if (low[v] == order[v]) {
          int from = top;
          do {
            done[stack[--from]] = true;
          } while (stack[from] != v);
          found.add(Arrays.copyOfRange(stack, from, top));
          top = from;
        }
      }
    }
    return found;
  }
}
