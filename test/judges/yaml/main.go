// Command yaml answers how helm reads YAML: requests as JSON lines on stdin, answers as JSON lines on stdout.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	goyaml "go.yaml.in/yaml/v2"
	chart3 "helm.sh/helm/v3/pkg/chart"
	loader4 "helm.sh/helm/v4/pkg/chart/v2/loader"
	"sigs.k8s.io/yaml"
)

type request struct {
	// How the document is read: json, values3, values4, chart, lock.
	As   string `json:"as"`
	Data []byte `json:"data"`
}

type answer struct {
	Error string          `json:"error,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`
	// Two keys become the same text, and Go's maps have no order: the value is chance.
	Chance bool `json:"chance,omitempty"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	for {
		var asked request
		if err := decoder.Decode(&asked); err != nil {
			return
		}
		if err := encoder.Encode(judge(asked)); err != nil {
			panic(err)
		}
	}
}

func judge(asked request) (told answer) {
	defer func() {
		// What ends helm is no chart that it loads.
		if problem := recover(); problem != nil {
			told = answer{Error: fmt.Sprint("panic: ", problem)}
		}
	}()
	value, err := read(asked.As, bytes.TrimPrefix(asked.Data, []byte("\xef\xbb\xbf")))
	if err != nil {
		return answer{Error: err.Error(), Chance: isChance(asked.Data)}
	}
	return answer{Value: value, Chance: isChance(asked.Data)}
}

func read(as string, data []byte) (json.RawMessage, error) {
	switch as {
	case "values3":
		values := map[string]interface{}{}
		if err := yaml.Unmarshal(data, &values); err != nil {
			return nil, err
		}
		return json.Marshal(values)
	case "values4":
		values, err := loader4.LoadValues(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		return json.Marshal(values)
	case "chart":
		metadata := new(chart3.Metadata)
		if err := yaml.Unmarshal(data, metadata); err != nil {
			return nil, err
		}
		return json.Marshal(metadata)
	case "lock":
		lock := new(chart3.Lock)
		if err := yaml.Unmarshal(data, &lock); err != nil {
			return nil, err
		}
		return json.RawMessage("true"), nil
	default:
		return yaml.YAMLToJSON(data)
	}
}

func isChance(data []byte) (chance bool) {
	defer func() { recover() }()
	var value interface{}
	if goyaml.Unmarshal(data, &value) != nil {
		return false
	}
	return hasTwins(value)
}

func hasTwins(value interface{}) bool {
	switch value := value.(type) {
	case []interface{}:
		for _, item := range value {
			if hasTwins(item) {
				return true
			}
		}
	case map[interface{}]interface{}:
		seen := map[string]bool{}
		for key, item := range value {
			text := fmt.Sprint(key)
			if number, ok := key.(float64); ok {
				text = strconv.FormatFloat(number, 'g', -1, 32)
			}
			switch text {
			case "+Inf":
				text = ".inf"
			case "-Inf":
				text = "-.inf"
			case "NaN":
				text = ".nan"
			}
			if seen[text] || hasTwins(item) {
				return true
			}
			seen[text] = true
		}
	}
	return false
}
