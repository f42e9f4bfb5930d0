/// Weights of the generator that training passed through, as samples of their posterior.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// Keeps the newest few of the weights that it is shown: where an optimizer draws them
/// (`rule = "sghmc"`), an average over them is one over the posterior (Saatci & Wilson 2017, eq.
/// 3).
class PosteriorSamples {
 public:
  /// @param kept  J, of the newest; 0: none.
  explicit PosteriorSamples(int64_t kept) : kept_(kept) {}

  /// Takes a copy of the weights, in place of the oldest where J are there.
  void take(const Generator& generator);

  bool empty() const { return samples_.empty(); }

  /// What held-out sentences say of the samples, nats a token: `nll-posterior` of their mixture, no
  /// more than the mean of their own, and `nll-posterior-deviation`, the standard deviation of
  /// their own. Empty with fewer than two samples.
  /// @param like  a generator of theirs, with a likelihood.  @param held_out  one sentence at
  /// least.
  std::map<std::string, double> figures(const Generator& like, const TokenBatch& held_out,
                                        const SpecialTokens& specials) const;

  /// All samples: tensors `sample_1.NAME`, the oldest first.
  TensorFile file() const;

  /// Adds them to a checkpoint.
  void save(TensorFile& file) const;
  /// Puts save's samples back.
  void restore(const TensorFile& file);

 private:
  int64_t kept_;
  std::vector<std::map<std::string, torch::Tensor>> samples_;  // the oldest first
};

/// Generators with the weights of PosteriorSamples::file(), ready to sample.
/// @throws InputError if they are not of such a generator, or there is none.
std::vector<std::shared_ptr<Generator>> generators_of_samples(const TensorFile& file,
                                                              const GeneratorOptions& options);

}  // namespace lingan
