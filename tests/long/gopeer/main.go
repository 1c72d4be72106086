// Gopeer reads a published log with Go's golang.org/x/mod/sumdb, which knows nothing of Huiyin.
//
//	gopeer read FOLDER LOGKEY [WITNESSKEY...]   opens the checkpoint, checks every tile and entry below FOLDER
//	gopeer prove FOLDER LOGKEY < QUESTIONS      makes proofs from the tiles below FOLDER
//	gopeer check < PROOFS                       tells which proofs hold
//	gopeer sign NAME < TEXT                     signs a note with a new key
//
// sumdb parses neither the origin line of C2SP tlog-checkpoint nor cosignatures: both are read here, the latter by
// a note.Verifier of our own.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // of the tiles of C2SP tlog-tiles

type question struct {
	Size, Old, Index int64
	Root, OldRoot    string
	Leaf             string
	Proof            []string
}

func main() {
	answer, err := answered(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		os.Exit(2)
	}
}

func answered(args []string) (interface{}, error) {
	switch {
	case len(args) >= 3 && args[0] == "read":
		return read(args[1], args[2], args[3:])
	case len(args) == 3 && args[0] == "prove":
		return prove(args[1], args[2])
	case len(args) == 1 && args[0] == "check":
		return check()
	case len(args) == 2 && args[0] == "sign":
		return sign(args[1])
	}
	return nil, fmt.Errorf("gopeer read|prove|check|sign")
}

// read checks everything that is published: signatures, tiles against the root, entries against the tiles.
func read(folder, logKey string, witnessKeys []string) (interface{}, error) {
	opened, tree, err := open(folder, logKey, witnessKeys)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, one := range opened.Sigs {
		names = append(names, one.Name)
	}
	hashes := tlog.TileHashReader(tree, tiles(folder))
	if tree.N > 0 {
		if root, err := tlog.TreeHash(tree.N, hashes); err != nil || root != tree.Hash {
			return nil, fmt.Errorf("the tiles have another root: %v", err)
		}
	}
	for first := int64(0); first < tree.N; first += 1 << height {
		if err := readBundle(folder, first, tree, hashes); err != nil {
			return nil, err
		}
	}
	origin, _, _ := strings.Cut(opened.Text, "\n")
	return map[string]interface{}{
		"origin": origin, "size": tree.N, "root": tree.Hash.String(), "signed": names,
		"unknown": len(opened.UnverifiedSigs),
	}, nil
}

func readBundle(folder string, first int64, tree tlog.Tree, hashes tlog.HashReader) error {
	width := tree.N - first
	if width > 1<<height {
		width = 1 << height
	}
	tile := tlog.Tile{H: height, L: 0, N: first >> height, W: int(width)}
	path := strings.Replace(mapped(tile), "tile/0/", "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(folder, path))
	if err != nil {
		return err
	}
	var indexes []int64
	for index := first; index < first+width; index++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, index))
	}
	leaves, err := hashes.ReadHashes(indexes)
	if err != nil {
		return err
	}
	// TileHashReader of 0.7.0 leaves some tiles unchecked when several complete subtrees of the tree share a tile.
	// The proof of one entry runs over everything in its tile, and in those above it.
	proof, err := tlog.ProveRecord(tree.N, first, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, first, leaves[0]); err != nil {
		return fmt.Errorf("entry %d: %v", first, err)
	}
	for at, leaf := range leaves {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return fmt.Errorf("bundle %s is cut short", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		if tlog.RecordHash(data[2:end]) != leaf {
			return fmt.Errorf("entry %d is not that of its leaf", first+int64(at))
		}
		data = data[end:]
	}
	if len(data) != 0 {
		return fmt.Errorf("bundle %s is too long", path)
	}
	return nil
}

// prove answers each question with Index (a record) or Old (a smaller tree) with a proof.
func prove(folder, logKey string) (interface{}, error) {
	_, tree, err := open(folder, logKey, nil)
	if err != nil {
		return nil, err
	}
	questions, err := asked()
	if err != nil {
		return nil, err
	}
	proofs := [][]string{}
	for _, one := range questions {
		hashes := tlog.TileHashReader(tree, tiles(folder))
		var proof []tlog.Hash
		if one.Old > 0 {
			proof, err = tlog.ProveTree(tree.N, one.Old, hashes)
		} else {
			proof, err = tlog.ProveRecord(tree.N, one.Index, hashes)
		}
		if err != nil {
			return nil, err
		}
		written := []string{}
		for _, hash := range proof {
			written = append(written, hash.String())
		}
		proofs = append(proofs, written)
	}
	return proofs, nil
}

// check tells for each question whether its proof holds.
func check() (interface{}, error) {
	questions, err := asked()
	if err != nil {
		return nil, err
	}
	holds := []bool{}
	for _, one := range questions {
		var proof []tlog.Hash
		for _, written := range one.Proof {
			hash, err := tlog.ParseHash(written)
			if err != nil {
				return nil, err
			}
			proof = append(proof, hash)
		}
		root, err := tlog.ParseHash(one.Root)
		if err != nil {
			return nil, err
		}
		if one.Old > 0 {
			old, err := tlog.ParseHash(one.OldRoot)
			if err != nil {
				return nil, err
			}
			holds = append(holds, tlog.CheckTree(proof, one.Size, root, one.Old, old) == nil)
			continue
		}
		leaf, err := tlog.ParseHash(one.Leaf)
		if err != nil {
			return nil, err
		}
		holds = append(holds, tlog.CheckRecord(proof, one.Size, root, one.Index, leaf) == nil)
	}
	return holds, nil
}

func sign(name string) (interface{}, error) {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	if err != nil {
		return nil, err
	}
	return map[string]string{"key": public, "note": string(signed)}, nil
}

func asked() ([]question, error) {
	var questions []question
	err := json.NewDecoder(os.Stdin).Decode(&questions)
	return questions, err
}

// open opens the checkpoint with the key of the log and those of witnesses, and takes size and root from it.
func open(folder, logKey string, witnessKeys []string) (*note.Note, tlog.Tree, error) {
	message, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, tlog.Tree{}, err
	}
	verifier, err := note.NewVerifier(logKey)
	if err != nil {
		return nil, tlog.Tree{}, err
	}
	known := []note.Verifier{verifier}
	for _, key := range witnessKeys {
		one, err := newCosigner(key)
		if err != nil {
			return nil, tlog.Tree{}, err
		}
		known = append(known, one)
	}
	opened, err := note.Open(message, note.VerifierList(known...))
	if err != nil {
		return nil, tlog.Tree{}, err
	}
	tree, err := treeOf(opened.Text)
	return opened, tree, err
}

// treeOf reads C2SP tlog-checkpoint: origin, size, root.
func treeOf(text string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return tlog.Tree{}, fmt.Errorf("no checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// mapped is where C2SP tlog-tiles has a tile: as sumdb, without the height.
func mapped(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

type tiles string

func (folder tiles) Height() int { return height }

func (folder tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (folder tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(string(folder), mapped(tile)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// cosigner verifies cosignature/v1 of C2SP tlog-cosignature.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newCosigner(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("no verifier key")
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != 4 {
		return nil, fmt.Errorf("no key of a witness")
	}
	return &cosigner{parts[0], uint32(id), typed[1:]}, nil
}

func (one *cosigner) Name() string    { return one.name }
func (one *cosigner) KeyHash() uint32 { return one.id }

func (one *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	var message bytes.Buffer
	fmt.Fprintf(&message, "cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	message.Write(text)
	return ed25519.Verify(one.key, message.Bytes(), signature[8:])
}
