/// The generator's weights that validation has chosen so far.
#pragma once

#include <map>
#include <string>

#include <lingan/model/torch.h>
#include <nlohmann/json_fwd.hpp>

#include <lingan/model/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// Keeps a copy of the weights with the lowest value.
class BestGenerator {
 public:
  /// Keeps the weights if their value is lower than every one before.  @return whether it is.
  bool offer(const Generator& generator, double value);

  /// Keeps the weights whatever their value.
  void keep(const Generator& generator);

  /// Forgets the lowest value, not the weights: what comes next is chosen by another figure.
  void forget_value() { has_value_ = false; }

  /// Copies the weights into a generator; none are there before the first are kept.
  void copy_to(Generator& generator) const;

  /// The weights by their names in the module; empty before the first are kept.
  const std::map<std::string, torch::Tensor>& weights() const { return weights_; }

  /// Adds the value to a checkpoint's position and the weights to its tensors.
  void save(nlohmann::json& position, TensorFile& file) const;
  /// @param generator  takes the weights, which shows whether they fit.
  /// @throws InputError if they do not; nlohmann::json::exception if the position lacks the value.
  void restore(const nlohmann::json& position, const TensorFile& file, Generator& generator);

 private:
  double value_ = 0.0;
  bool has_value_ = false;
  std::map<std::string, torch::Tensor> weights_;
};

}  // namespace lingan
