/// How rows pass from position to position, of one generator or of several that write together.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/rollouts/filling_rollouts.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {

/// The numbers of the active rows by which tokens at position t are drawn.
template <class Rows>
void draw_uniforms(const Rows& rows, const SampleRequest& request, int32_t t,
                   std::vector<double>& uniforms) {
  uniforms.resize(static_cast<size_t>(rows.count()));
  for (int64_t i = 0; i < rows.count(); ++i) {
    const auto row = request.first_row + static_cast<uint64_t>(rows.row(i));
    uniforms[i] = request.stream.uniform(row, static_cast<uint32_t>(t));
  }
}

/// Ends the rows of sentences that have no token at position t.
template <class Rows>
void end_rows_of_length(Rows& rows, const TokenBatch& sentences, int32_t t) {
  for (int64_t i = 0; i < rows.count(); ++i) {
    if (sentences.lengths[rows.row(i)] <= t) rows.set_next(i, -1);
  }
  rows.drop_ended();
}

/// Samples rows from the first token to the last.
/// @param rows  ActiveRows or what is used as they are, fed bos next; the caller's numbers of them
/// are the request's.  @param samples  of the request, filled with pads: the rows are written.
/// @param draw  draw(uniforms, drawn): a token for each active row, after they advanced.
template <class Rows, class Draw>
void sample_rows(Rows& rows, const SampleRequest& request, int32_t eos, Draw&& draw,
                 Samples& samples) {
  std::vector<double> uniforms;
  std::vector<DrawnToken> drawn;
  for (int32_t t = 0; t < request.length && !rows.empty(); ++t) {
    rows.advance();
    drawn.resize(static_cast<size_t>(rows.count()));
    if (static_cast<size_t>(t) < request.prompt.size()) {
      std::fill(drawn.begin(), drawn.end(), DrawnToken{request.prompt[t], 0.0f});
    } else {
      draw_uniforms(rows, request, t, uniforms);
      draw(std::span<const double>(uniforms), drawn.data());
    }
    for (int64_t i = 0; i < rows.count(); ++i) {
      const int64_t row = rows.row(i), at = row * request.length + t;
      samples.tokens.tokens[at] = drawn[i].token;
      samples.tokens.lengths[row] = t + 1;
      samples.log_probabilities[at] = drawn[i].log_probability;
      rows.set_next(i, drawn[i].token == eos ? -1 : drawn[i].token);
    }
    rows.drop_ended();
  }
}

/// Fills the holes of rows from the first token to the last.
/// @param rows, request, draw  as above.  @param samples  the known tokens, and kHole between them:
/// each hole becomes what is drawn for it.
template <class Rows, class Draw>
void fill_rows(Rows& rows, const SampleRequest& request, Draw&& draw, Samples& samples) {
  std::vector<double> uniforms;
  std::vector<DrawnToken> drawn;
  for (int32_t t = 0; t < request.length; ++t) {
    end_rows_of_length(rows, samples.tokens, t);
    if (rows.empty()) return;
    rows.advance();
    drawn.resize(static_cast<size_t>(rows.count()));
    draw_uniforms(rows, request, t, uniforms);
    draw(std::span<const double>(uniforms), drawn.data());
    for (int64_t i = 0; i < rows.count(); ++i) {
      const int64_t at = rows.row(i) * request.length + t;
      int32_t& token = samples.tokens.tokens[at];
      if (token == kHole) {
        token = drawn[i].token;
        samples.log_probabilities[at] = drawn[i].log_probability;
      }
      rows.set_next(i, token);
    }
  }
}

/// Follows rows that are given: at each position those are active that have a token there.
/// @param rows  as above; the caller's numbers of them are those of the sentences.
/// @param score  score(targets, result): ln p of a token of each active row, after they advanced.
/// @param log_probabilities  [rows, width] of the sentences: that of each token is written.
template <class Rows, class Score>
void score_rows(Rows& rows, const TokenBatch& sentences, Score&& score, float* log_probabilities) {
  std::vector<int32_t> targets;
  std::vector<float> of_targets;
  for (int32_t t = 0; t < sentences.width; ++t) {
    end_rows_of_length(rows, sentences, t);
    if (rows.empty()) return;
    rows.advance();
    targets.resize(static_cast<size_t>(rows.count()));
    of_targets.resize(targets.size());
    for (int64_t i = 0; i < rows.count(); ++i) {
      targets[i] = sentences.tokens[rows.row(i) * sentences.width + t];
      rows.set_next(i, targets[i]);
    }
    score(std::span<const int32_t>(targets), of_targets.data());
    for (int64_t i = 0; i < rows.count(); ++i) {
      log_probabilities[rows.row(i) * sentences.width + t] = of_targets[i];
    }
  }
}

}  // namespace lingan::engine
