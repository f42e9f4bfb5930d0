/// A generator that has a network for each label of the sentences.
#pragma once

#include <memory>
#include <vector>

#include <lingan/model/generators/generator.h>

namespace lingan {

/// As many generators of one kind as there are labels, which share no weight: `label_N.` stands
/// before the names of the parameters of label N. All of them train, move and are saved as one
/// module; a step of theirs is one of a generator of of_labels().
class LabelledGenerator final : public Generator {
 public:
  /// @throws UsageError if options are out of range, or there is no label.
  LabelledGenerator(const GeneratorOptions& options, RandomStream stream);

  std::vector<Generator*> of_labels() override;
  std::shared_ptr<const Generator> of_label(size_t label) const override;
  std::unique_ptr<engine::Rollouts> rollouts(const SpecialTokens& specials,
                                             engine::Precision precision) const override;
  void forbid(std::span<const int32_t> ids) override;

  using Generator::initial_state;
  /// @throws UsageError, as advance() and hidden() do: without its label no sentence has a network.
  std::vector<torch::Tensor> initial_state(int64_t rows) const override;
  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override;
  torch::Tensor hidden(const torch::Tensor& tokens, const torch::Tensor& labels) override;

 private:
  std::vector<std::shared_ptr<Generator>> networks_;
};

}  // namespace lingan
