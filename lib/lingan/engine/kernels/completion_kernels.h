/// Monte-Carlo completions of every prefix in one wave.
///
/// Rows 0..S-1 are the given sentences, fed token by token; after them come the completions in the
/// order of their numbering.
#pragma once

#include <cstdint>

#include <lingan/base/random.h>
#include <lingan/engine/contract/completion_numbering.h>
#include <lingan/engine/kernels/position_kernels.h>

namespace lingan::engine {

/// What is completed.
struct CompletionPlan {
  const int32_t* sentences;  ///< [S, T]
  const int32_t* lengths;    ///< [S]
  int64_t count;             ///< S
  CompletionNumbering numbering;
  RandomStream stream;
  uint64_t first_row;  ///< number of sentence 0 in the stream

  LINGAN_HD int64_t completions() const { return count * numbering.per_sentence(); }

  LINGAN_HD double uniform(int64_t c, int32_t t) const {
    return stream.uniform(numbering.stream_row(first_row, c), static_cast<uint32_t>(t));
  }
};

/// Copies prefixes into the completions: a piece is one completion.
struct CopyPrefixKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  CompletionPlan plan;
  SentenceStore store;
  int32_t pad;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t c) const {
    const int64_t width = plan.numbering.width;
    const int64_t from = plan.numbering.sentence(c), prefix = plan.numbering.prefix(c);
    const int64_t length = prefix < plan.lengths[from] ? prefix : plan.lengths[from];
    for (int64_t t = 0; t < width; ++t) {
      store.tokens[c * width + t] = t < length ? plan.sentences[from * width + t] : pad;
    }
    store.lengths[c] = static_cast<int32_t>(length);
  }
};

/// Lists the given sentences again with their token t where a prefix that ends with it continues.
struct FeedSentencesKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  CompletionPlan plan;
  RowList rows;
  RowList next;
  int32_t t;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t place) const {
    if (place >= *rows.count || rows.rows[place] >= plan.count) return;
    const int32_t row = rows.rows[place];
    if (t + 1 < plan.lengths[row]) next.append(row, plan.sentences[row * plan.numbering.width + t]);
  }
};

/// Draws token t of the listed completions: a piece is a place of the list.
template <class Drawer>
struct ContinueKernel {
  static constexpr int kTeam = Drawer::kTeam;
  static constexpr int kSharedFloats = Drawer::kSharedFloats;

  Drawer drawer;
  CompletionPlan plan;
  RowList rows;
  RowList next;
  SentenceStore store;
  int64_t first;  ///< place of piece 0
  int32_t t;

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t place = first + piece;
    if (place >= *rows.count || !drawer.has(place)) return;
    const int32_t row = rows.rows[place];
    if (row < plan.count) return;
    const int64_t c = row - plan.count;
    const RowDraw drawn = drawer.draw(team, place, row, plan.uniform(c, t));
    if (team.rank() == 0) store.put(c, t, drawn, row, next);
    team.sync();
  }
};

/// Draws the first token of the completions of prefix t from the sentences' hidden vectors, and
/// gives them copies of their states: a piece is one completion.
template <class Drawer>
struct StartKernel {
  static constexpr int kTeam = Drawer::kTeam;
  static constexpr int kSharedFloats = Drawer::kSharedFloats;

  Drawer drawer;
  CompletionPlan plan;
  RowList rows;
  RowList next;
  SentenceStore store;
  float* states;  ///< [S + completions, state_width]
  int64_t state_width;
  int32_t t;

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t rollouts = plan.numbering.rollouts;
    const int64_t sentence = piece / rollouts;
    if (t >= plan.lengths[sentence] || !drawer.has(rows.places[sentence])) return;
    const int64_t c = plan.numbering.index(sentence, t, piece % rollouts);
    const int64_t row = plan.count + c;
    for (int64_t k = team.rank(); k < state_width; k += Team::kSize) {
      states[row * state_width + k] = states[sentence * state_width + k];
    }
    const RowDraw drawn = drawer.draw(team, rows.places[sentence], static_cast<int32_t>(sentence),
                                      plan.uniform(c, t));
    if (team.rank() == 0) store.put(c, t, drawn, static_cast<int32_t>(row), next);
    team.sync();
  }
};

}  // namespace lingan::engine
