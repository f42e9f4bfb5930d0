#include <lingan/run/measured_sentences.h>

#include <algorithm>
#include <iterator>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_line_encoder.h>

namespace lingan {

MeasuredSentences::MeasuredSentences(const std::string& file, const RunSpec& spec)
    : file_(file), spec_(spec) {
  CorpusLines reader(file, BadText::kError);
  for (auto block = next_block(reader); !block.empty(); block = next_block(reader)) {
    std::move(block.begin(), block.end(), std::back_inserter(lines_));
  }
}

std::vector<std::string> MeasuredSentences::text() const {
  std::vector<std::string> text;
  for (const NumberedLine& line : lines_) text.push_back(line.text);
  if (!file_.empty()) return text;
  for (int64_t row = 0; row < rows_.rows; ++row) {
    text.push_back(spec_.tokenizer->decode(rows_.row(row)));
  }
  return text;
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
  TokenBatch batch{0, spec_.length, {}, {}};
  for (int64_t i = 0; i < words().size(); ++i) {
    const auto ids = words()[i];
    const auto length = static_cast<int64_t>(ids.size()) + end;
    if (ids.empty() || length > batch.width) continue;
    batch.tokens.insert(batch.tokens.end(), ids.begin(), ids.end());
    if (end > 0) batch.tokens.push_back(specials.eos);
    batch.tokens.resize(static_cast<size_t>(++batch.rows * batch.width), std::max(specials.pad, 0));
    batch.lengths.push_back(static_cast<int32_t>(length));
  }
  if (batch.rows > 0) return batch;
  throw InputError(file_ + ": no line has between 1 and " + std::to_string(batch.width - end) +
                   " tokens, as the sentences of the run have");
}

}  // namespace lingan
