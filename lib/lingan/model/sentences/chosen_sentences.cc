#include <lingan/model/sentences/chosen_sentences.h>

namespace lingan {

Sentences chosen_sentences(const Sentences& sentences, const torch::Tensor& rows) {
  Sentences chosen;
  chosen.tokens = sentences.tokens.index_select(0, rows);
  chosen.lengths = sentences.lengths.index_select(0, rows);
  if (sentences.labels.defined()) chosen.labels = sentences.labels.index_select(0, rows);
  return chosen;
}

Sentences sentences_in_turn(const Sentences& sentences, uint64_t first, int64_t count) {
  const int64_t all = sentences.rows();
  const auto begin = static_cast<int64_t>(first % static_cast<uint64_t>(all));
  const auto rows = torch::arange(begin, begin + count, sentences.tokens.options()).remainder(all);
  return chosen_sentences(sentences, rows);
}

}  // namespace lingan
