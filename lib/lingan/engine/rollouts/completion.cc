#include <algorithm>
#include <span>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/prefix_states.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {
namespace {

/// Rollouts of one prefix that are drawn together: their first token comes from one hidden vector.
constexpr int64_t kMaxCopies = 64;
/// Completions that one thread advances together.
constexpr int64_t kRowsPerTask = 256;

/// Completions first..first + copies - 1, which are rollouts of one prefix.
struct Unit {
  int64_t first;
  int64_t copies;
  int64_t sentence;
  int32_t prefix;
};

/// What all tasks of a request share.
struct CompletionWave {
  const Stepper& stepper;
  const SpecialTokens& specials;
  const TokenBatch& sentences;
  const RolloutRequest& request;
  CompletionNumbering numbering;
};

/// Completes the units of one thread's share in one wave: at position t the rows of every prefix no
/// longer than t advance together.
class UnitCompleter {
 public:
  /// @param completions  the chunk that holds the units, written.
  UnitCompleter(const CompletionWave& wave, const PrefixStates& prefixes, Completions& completions)
      : wave_(wave),
        prefixes_(prefixes),
        completions_(completions),
        active_(wave.stepper),
        drawer_(wave.stepper.output(), wave.request.options) {}

  void run(std::span<const Unit> units) {
    int32_t t = wave_.sentences.width;
    first_row_ = row_of(units.front());
    for (const Unit& unit : units) {
      copy_prefix(unit);
      t = std::min(t, unit.prefix);
    }
    for (; t < wave_.sentences.width; ++t) {
      if (!active_.empty()) active_.advance();
      draw_active(t);
      for (const Unit& unit : units) {
        if (unit.prefix == t && t < wave_.sentences.lengths[unit.sentence]) start(unit);
      }
      active_.drop_ended();
    }
  }

 private:
  /// Of its first completion in the chunk.
  int64_t row_of(const Unit& unit) const { return unit.first - completions_.first; }

  void copy_prefix(const Unit& unit) {
    const int32_t width = wave_.sentences.width;
    const int32_t length = std::min(unit.prefix, wave_.sentences.lengths[unit.sentence]);
    const uint64_t stream_row = wave_.numbering.stream_row(wave_.request.first_row, unit.first);
    for (int64_t c = 0; c < unit.copies; ++c) {
      const int64_t row = row_of(unit) + c;
      std::copy_n(wave_.sentences.tokens.data() + unit.sentence * width, length,
                  completions_.tokens.tokens.data() + row * width);
      completions_.tokens.lengths[row] = length;
      stream_rows_.push_back(stream_row + static_cast<uint64_t>(c));
    }
  }

  double uniform(int64_t row, int32_t t) const {
    return wave_.request.stream.uniform(stream_rows_[row - first_row_], static_cast<uint32_t>(t));
  }

  void draw_active(int32_t t) {
    uniforms_.resize(static_cast<size_t>(active_.count()));
    drawn_.resize(uniforms_.size());
    for (int64_t i = 0; i < active_.count(); ++i) uniforms_[i] = uniform(active_.row(i), t);
    drawer_.draw(active_.hidden(), 1, uniforms_, drawn_.data());
    for (int64_t i = 0; i < active_.count(); ++i) {
      active_.set_next(i, store(active_.row(i), t, drawn_[i].token));
    }
  }

  /// Draws the first token of a unit's rows and lets them join.
  void start(const Unit& unit) {
    const int64_t first = row_of(unit);
    uniforms_.resize(static_cast<size_t>(unit.copies));
    drawn_.resize(uniforms_.size());
    for (int64_t c = 0; c < unit.copies; ++c) uniforms_[c] = uniform(first + c, unit.prefix);
    drawer_.draw(prefixes_.hidden(unit.sentence, unit.prefix), unit.copies, uniforms_,
                 drawn_.data());
    const float* state = prefixes_.state(unit.sentence, unit.prefix);
    for (int64_t c = 0; c < unit.copies; ++c) {
      active_.add(first + c, state, store(first + c, unit.prefix, drawn_[c].token));
    }
  }

  /// @return the token to feed next, -1 if the row has ended.
  int32_t store(int64_t row, int32_t t, int32_t token) {
    completions_.tokens.tokens[row * wave_.sentences.width + t] = token;
    completions_.tokens.lengths[row] = t + 1;
    return token == wave_.specials.eos ? -1 : token;
  }

  const CompletionWave& wave_;
  const PrefixStates& prefixes_;
  Completions& completions_;
  ActiveRows active_;
  TokenDrawer drawer_;
  int64_t first_row_ = 0;              // of the chunk's rows that the units have
  std::vector<uint64_t> stream_rows_;  // of rows first_row_, first_row_ + 1, ...
  std::vector<double> uniforms_;
  std::vector<DrawnToken> drawn_;
};

/// The units of one chunk, complete, as the consumer gets them.
Completions complete_chunk(const CompletionWave& wave, const PrefixStates& prefixes,
                           const std::vector<Unit>& units) {
  const int64_t first = units.front().first;
  const int64_t rows = units.back().first + units.back().copies - first;
  Completions completions{TokenBatch::filled(rows, wave.sentences.width, wave.specials.filler()),
                          wave.numbering, first};
  const int64_t grain = std::max<int64_t>(1, kRowsPerTask / units.front().copies);
  parallel_for(static_cast<int64_t>(units.size()), grain, [&](int64_t begin, int64_t end) {
    UnitCompleter(wave, prefixes, completions)
        .run(
            std::span(units).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
  });
  return completions;
}

/// Collects units until they fill a chunk, then completes it and hands it on.
class ChunkStream {
 public:
  ChunkStream(const CompletionWave& wave, const std::function<void(const Completions&)>& consumer)
      : wave_(wave), consumer_(consumer) {
    // Of a row: its tokens, its length, and its row of the stream.
    const uint64_t bytes =
        sizeof(int32_t) * static_cast<uint64_t>(wave.numbering.width + 1) + sizeof(uint64_t);
    max_rows_ = static_cast<int64_t>(wave.request.memory_budget / 2 / bytes);
  }

  void add_sentence(const PrefixStates& prefixes, int64_t sentence) {
    const int64_t rollouts = wave_.numbering.rollouts;
    const int32_t every = wave_.request.every;
    for (int32_t prefix = every; prefix < wave_.sentences.width; prefix += every) {
      for (int64_t m = 0; m < rollouts; m += kMaxCopies) {
        const int64_t copies = std::min(kMaxCopies, rollouts - m);
        if (rows_ + copies > max_rows_) flush(prefixes);
        units_.push_back({wave_.numbering.index(sentence, prefix, m), copies, sentence, prefix});
        rows_ += copies;
      }
    }
  }

  void flush(const PrefixStates& prefixes) {
    if (units_.empty()) return;
    consumer_(complete_chunk(wave_, prefixes, units_));
    units_.clear();
    rows_ = 0;
  }

 private:
  const CompletionWave& wave_;
  const std::function<void(const Completions&)>& consumer_;
  int64_t max_rows_;
  int64_t rows_ = 0;
  std::vector<Unit> units_;
};

}  // namespace

void CpuRollouts::complete(const TokenBatch& sentences, const RolloutRequest& request,
                           const std::function<void(const Completions&)>& consumer) const {
  check_request(request);
  check_batch(sentences, stepper_->vocabulary_size());
  if (sentences.width <= request.every) return;
  const CompletionWave wave{.stepper = *stepper_,
                            .specials = specials_,
                            .sentences = sentences,
                            .request = request,
                            .numbering = {sentences.width, request.rollouts, request.every}};
  const auto sentence_bytes =
      static_cast<uint64_t>(sentences.width) * sizeof(float) *
      static_cast<uint64_t>(stepper_->state_width() + stepper_->output().hidden_width());
  const auto block = static_cast<int64_t>(
      std::clamp<uint64_t>(request.memory_budget / 2 / sentence_bytes, 1, uint64_t{1} << 32));
  for (int64_t first = 0; first < sentences.rows; first += block) {
    const int64_t count = std::min(block, sentences.rows - first);
    const PrefixStates prefixes(*stepper_, sentences, specials_.bos, {first, count});
    ChunkStream stream(wave, consumer);
    for (int64_t b = first; b < first + count; ++b) stream.add_sentence(prefixes, b);
    stream.flush(prefixes);
  }
}

}  // namespace lingan::engine
