#include <lingan/run/evaluation/measured_sentences.h>

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/engine/cuda_line_encoder.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan {

MeasuredSentences::MeasuredSentences(const std::string& file, BadText bad_text, const RunSpec& spec)
    : file_(file), spec_(spec) {
  CorpusLines reader(file, bad_text);
  for (auto block = next_block(reader); !block.empty(); block = next_block(reader)) {
    std::move(block.begin(), block.end(), std::back_inserter(lines_));
  }
}

std::vector<std::string> MeasuredSentences::text() const {
  std::vector<std::string> text;
  for (const NumberedLine& line : lines_) text.push_back(text_of(line));
  if (!file_.empty()) return text;
  for (int64_t row = 0; row < rows_.rows; ++row) {
    text.push_back(spec_.tokenizer->decode(rows_.row(row)));
  }
  return text;
}

/// A tokenizer's model may normalize by itself, which only its own decode shows; decode loses what
/// is unknown.
std::string MeasuredSentences::text_of(const NumberedLine& line) const {
  const Tokenizer& tokenizer = *spec_.tokenizer;
  const std::vector<int32_t> ids = with_place([&] { return line_place(file_, line.number); },
                                              [&] { return tokenizer.encode(line.text); });
  const bool is_known = std::find(ids.begin(), ids.end(), tokenizer.specials().unk) == ids.end();
  return is_known ? tokenizer.decode(ids) : normalize(line.text, tokenizer.normalizer());
}

const metrics::SentenceList& MeasuredSentences::words() {
  if (words_) return *words_;
  const Tokenizer& tokenizer = *spec_.tokenizer;
  if (file_.empty()) return words_.emplace(metrics::strip_specials(rows_, tokenizer.specials()));
  words_.emplace();
  const auto encoder = engine::make_line_encoder(tokenizer);
  for (const auto& sentence : encoder->encode(lines_, file_)) words_->append(sentence);
  return *words_;
}

const TokenBatch& MeasuredSentences::rows() {
  if (!file_.empty() && rows_.rows == 0) rows_ = rows_of_lines();
  return rows_;
}

TokenBatch MeasuredSentences::rows_of_lines() {
  const SpecialTokens specials = spec_.tokenizer->specials();
  const int64_t end = specials.eos >= 0 ? 1 : 0;
  TokenBatch batch{.rows = 0, .width = spec_.length, .tokens = {}, .lengths = {}};
  int64_t empty = 0;
  for (int64_t i = 0; i < words().size(); ++i) {
    const auto ids = words()[i];
    const auto length = static_cast<int64_t>(ids.size()) + end;
    empty += ids.empty() ? 1 : 0;
    if (ids.empty() || length > batch.width) continue;
    batch.tokens.insert(batch.tokens.end(), ids.begin(), ids.end());
    if (end > 0) batch.tokens.push_back(specials.eos);
    batch.tokens.resize(static_cast<size_t>(++batch.rows * batch.width), std::max(specials.pad, 0));
    batch.lengths.push_back(static_cast<int32_t>(length));
  }
  const int64_t all = words().size();
  if (all == 0) left_out_ = "there is no sentence in " + input_name(file_);
  if (batch.rows < all) {
    left_out_ = fmt::format(
        "{} of {} sentences left out: {} empty, {} of more than {} tokens, the longest of the run",
        all - batch.rows, all, empty, all - batch.rows - empty, batch.width - end);
  }
  return batch;
}

}  // namespace lingan
