// BLEU of the two lines of a compressed file: "a dog runs" has two words of three and one pair of
// two in common with "a dog sits", so that its BLEU-2 is sqrt(2/3 * 1/2).
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include <lingan/metrics/bleu.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/tokenizer/tokenizer.h>

int main(int, char** arguments) {
  std::vector<std::string> lines;
  lingan::CorpusLines file(arguments[1], lingan::BadText::kError);
  while (auto line = file.next()) lines.push_back(*line);
  if (lines.size() != 2) return 1;
  size_t next = 0;
  const auto tokenizer = lingan::train_tokenizer({}, [&]() -> std::optional<std::string> {
    if (next == lines.size()) return std::nullopt;
    return lines[next++];
  });

  lingan::metrics::SentenceList hypotheses, references;
  hypotheses.append(tokenizer->encode(lines[0]));
  references.append(tokenizer->encode(lines[1]));
  const auto counts = lingan::metrics::match_ngrams(hypotheses, references, 2);
  const double bleu =
      lingan::metrics::mean_sentence_bleu(counts, lingan::metrics::bleu_of_order(2));
  std::printf("BLEU-2 %.6f\n", bleu);
  return std::abs(bleu - std::sqrt(1.0 / 3.0)) < 1e-12 ? 0 : 1;
}
