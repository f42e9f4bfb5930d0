/// What the end of a phase changes and further steps of the phase would not have: kept, so that a
/// run whose counts of steps are raised continues as if they had been so from the start.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <lingan/model/torch.h>
#include <nlohmann/json_fwd.hpp>

#include <lingan/gan/training/best_generator.h>
#include <lingan/gan/training/running_means.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// The state before the last phase ended, as far as its end changed it.
class BeforeEnd {
 public:
  /// Before the weights of the best epoch take the place of the last one's.
  void keep_weights(const Generator& generator);

  /// Before a measurement that only the end of the phase has led to.
  void keep_choice(const BestGenerator& best, const RunningMeans& means);

  /// A further step was taken: there is nothing to go back to.
  void forget() { *this = {}; }

  /// Whether a longer phase would not have measured where this one ended.
  bool has_choice() const { return choice_.has_value(); }

  /// Puts back what was kept.
  void put_back(Generator& generator, BestGenerator& best, RunningMeans& means) const;

  /// Adds it to a checkpoint's position and tensors.
  void save(nlohmann::json& position, TensorFile& file) const;
  /// @param generator  takes the weights, which shows whether they fit.
  /// @throws InputError if they do not; nlohmann::json::exception for a malformed position.
  void restore(const nlohmann::json& position, const TensorFile& file, Generator& generator);

 private:
  struct Choice {
    BestGenerator best;
    RunningMeans means;
  };

  std::map<std::string, torch::Tensor> weights_;
  std::optional<Choice> choice_;
};

}  // namespace lingan
