/// What a generator that writes sentences again makes of held-out ones.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <lingan/metrics/language_model/transfer.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Each sentence written again with each label that is not its own, every token the likeliest.
/// @param sentences  hard, with lengths and labels.  @param length  T, of what is written.
metrics::Transfers greedy_transfers(const Generator& generator, const Sentences& sentences,
                                    int32_t length);

/// Keeps the models of the labels' sentences, which stay the same.
class TransferFigures {
 public:
  /// `transfer-accuracy`, `content-bleu` and `transfer-perplexity` of greedy_transfers():
  /// metrics::TransferScores, by models of the sentences that the generator reads in training.
  std::map<std::string, double> of(const Generator& generator, const Sentences& held_out,
                                   int32_t length);

 private:
  std::optional<metrics::StyleModels> models_;
};

}  // namespace lingan
