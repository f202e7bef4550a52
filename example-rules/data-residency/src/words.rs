//! Whether a name suggests that a thing holds data: the last resort for Terraform types and custom resources that no
//! table lists. Errs towards yes; `not_stores` of the policy says no.

/// Words of names of things that hold data.
const STORES: &str = "\
    aerospike alloydb archive aurora backup backups bigquery bigtable bucket buckets cache cassandra ceph clickhouse
    cockroach cockroachdb cosmosdb couchbase couchdb database databases datalake dataset datastore datavolume db dbs disk
    disks docdb documentdb dragonfly dynamodb elasticache elasticsearch etcd file files filestore filesystem firestore
    glacier influxdb kafka keyspace kinesis lake ledger loki longhorn mariadb memcache memcached milvus minio mongo mongodb
    mongodbatlas mysql nats neo4j neptune opensearch postgre postgres postgresql prometheus pulsar qdrant queue queues
    rabbitmq rds redis redpanda redshift registry replica replicas replication repository rethinkdb s3 scylla scylladb share
    snapshot snapshots solr spanner sql sqs storage store stream streams surrealdb table tables tempo tidb timescaledb
    timestream valkey vault vitess volume volumes warehouse weaviate yugabyte yugabytedb zookeeper";

/// Ends of names of things that configure, guard or describe a store rather than hold what is in it.
const ABOUT: &str = "\
    access acl alarm association attachment auth binding block blocks catalog cert certificate class
    configuration connection connector contacts control controls credential credentials encryption endpoint extension
    firewall grant integration job key listener lock logging mapping member membership metric metrics monitor network
    notification notifications option_group parameter parameter_group parameters permission permissions policies policy
    privilege privileges proxy request role roles route rule rules schema secret security_group selection setting settings
    subnet_group subscription task template token topic user user_group users versioning webhook website";

/// Words that make a copy out of whatever they stand in, a configuration included.
const COPIES: &str = "failover georeplication replica replicas replication";

/// Whether one of the words of a list is as it should be.
#[inline(never)]
pub(crate) fn any(list: &str, test: &dyn Fn(&str) -> bool) -> bool {
    list.split_whitespace().any(test)
}

/// Whether a word is on a list.
#[inline(never)]
pub(crate) fn has(list: &str, word: &str) -> bool {
    any(list, &|other| other == word)
}

/// A text without what it begins with and ends in, however often; one of the two may be empty.
#[inline(never)]
pub(crate) fn stripped<'t>(mut text: &'t str, beginning: &str, end: &str) -> &'t str {
    while let Some(rest) = text.strip_prefix(beginning).filter(|rest| rest.len() < text.len()) {
        text = rest;
    }
    while let Some(rest) = text.strip_suffix(end).filter(|rest| rest.len() < text.len()) {
        text = rest;
    }
    text
}

/// Whether things whose names are these one after the other may hold, copy or back up data.
pub(crate) fn suggest(names: &[&str]) -> bool {
    let mut all = Vec::new();
    for name in names {
        all.append(&mut of(name));
    }
    let mut words = Vec::new();
    for word in &all {
        words.push(word.as_str());
    }
    suggest_store(&words)
}

/// Whether things of this name may hold, copy or back up data. `words` are in lower case.
fn suggest_store(words: &[&str]) -> bool {
    let any_of = |list| any(list, &|word| words.contains(&word));
    if words.contains(&"iam") {
        return false;
    }
    if any_of(COPIES) {
        return true;
    }
    let about = any(ABOUT, &|end| {
        let mut parts = end.rsplit('_');
        let mut last = words.iter().rev();
        parts.all(|part| last.next() == Some(&part))
    });
    !about && any_of(STORES)
}

/// The words of a name in any spelling: `aws_s3_bucket`, `BucketReplication`, `rds.aws.upbound.io`,
/// `Microsoft.Storage/storageAccounts`.
fn of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_alphanumeric() {
            // A capital begins a word where a small letter stands before it or after it: `DBInstance`, `MySQLServer`.
            let after_small = before.is_ascii_lowercase() || before.is_ascii_digit();
            let before_small = before.is_ascii_uppercase() && letters.peek().is_some_and(char::is_ascii_lowercase);
            let begins =
                !before.is_ascii_alphanumeric() || letter.is_ascii_uppercase() && (after_small || before_small);
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(letter.to_ascii_lowercase());
            }
        }
        before = letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggests(name: &str) -> bool {
        let words = of(name);
        suggest_store(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn names_come_apart() {
        assert_eq!(of("aws_s3_bucket"), ["aws", "s3", "bucket"]);
        assert_eq!(of("DBInstance"), ["db", "instance"]);
        assert_eq!(of("BucketReplicationConfiguration"), ["bucket", "replication", "configuration"]);
        assert_eq!(of("rds.aws.upbound.io"), ["rds", "aws", "upbound", "io"]);
        assert_eq!(of(""), Vec::<String>::new());
    }

    #[test]
    fn a_name_suggests_a_store_or_does_not() {
        for name in [
            "digitalocean_database_cluster",
            "hcloud_volume",
            "scaleway_object_bucket",
            "alicloud_oss_bucket_replication",
            "mongodbatlas_cluster",
            "acme_ecr_replication_configuration",
            "DynamoDBTable",
            "SQLInstance",
            "RedisCluster",
            "PerconaServerMongoDB",
        ] {
            assert!(suggests(name), "{name}");
        }
        for name in [
            "aws_s3_bucket_policy",
            "aws_db_subnet_group",
            "aws_elasticache_parameter_group",
            "google_storage_bucket_iam_member",
            "digitalocean_database_user",
            "hcloud_volume_attachment",
            "VirtualService",
            "ServiceMonitor",
            "BucketPolicy",
            "random_id",
        ] {
            assert!(!suggests(name), "{name}");
        }
    }
}
