/// The generator's weights that validation has chosen so far.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <lingan/model/torch.h>
#include <nlohmann/json_fwd.hpp>

#include <lingan/model/generators/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// Where weights come from, and why they were kept.
struct WeightsOrigin {
  std::string phase = {};  ///< as in TrainingRecord; empty: of no phase
  int64_t step = 0;        ///< epoch or adversarial step, from 1
  std::string figure =
      {};  ///< `nll`, `bleu-2`, ...: they had its best value; `last`: they came last

  /// As a file's metadata, under `lingan.chosen`: a JSON object of the three.
  void describe(TensorFile& file) const;
  /// What describe() put there; an empty phase where it did not.
  /// @throws InputError if it is malformed.
  static WeightsOrigin described(const TensorFile& file);
};

/// Keeps a copy of the weights with the lowest value.
class BestGenerator {
 public:
  /// Keeps the weights if their value is lower than every one before.  @return whether it is; not a
  /// number is lower than nothing.
  bool offer(const Generator& generator, double value, const WeightsOrigin& origin);

  /// Keeps the weights whatever their value.
  void keep(const Generator& generator, const WeightsOrigin& origin);

  /// Forgets the lowest value, not the weights: what comes next is chosen by another figure.
  void forget_value() { value_.reset(); }

  /// Of the weights that are kept.
  const WeightsOrigin& origin() const { return origin_; }

  /// Copies the weights into a generator; none are there before the first are kept.
  void copy_to(Generator& generator) const;

  /// The weights by their names in the module; empty before the first are kept.
  const std::map<std::string, torch::Tensor>& weights() const { return weights_; }

  /// Adds the value to a checkpoint's position and the weights to its tensors.
  void save(nlohmann::json& position, TensorFile& file) const;
  /// @param generator  takes the weights, which shows whether they fit.
  /// @throws InputError if they do not; nlohmann::json::exception if the position is malformed.
  void restore(const nlohmann::json& position, const TensorFile& file, Generator& generator);

 private:
  std::optional<double> value_;
  WeightsOrigin origin_;
  std::map<std::string, torch::Tensor> weights_;
};

}  // namespace lingan
